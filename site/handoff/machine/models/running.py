import uuid

from django.db import models
from django.db.models import Q

from foundation.choices import known_choice
from foundation.days import within_our_time
from handoff.machine.enums import Deed, ItemState, Side, State
from handoff.vault.fields import SealedField, sealed_only
from handoff.vault.models import SealedModel

from .handoff import Handoff


class Turn(SealedModel):
    """One step of a hand-off: who did what, from where to where, and why. Never changed.

    `form_key` makes a repeated press the same turn. Where somebody of the asking side wrote down what a
    receiver on paper did, `told_by` says who of them, when and how.
    """

    handoff = models.ForeignKey(Handoff, on_delete=models.PROTECT, related_name="turns")
    deed = models.CharField("したこと", max_length=20, choices=Deed)
    source = models.CharField("前の状態", max_length=20, choices=State)
    target = models.CharField("後の状態", max_length=20, choices=State)
    version = models.PositiveIntegerField("版")
    at = models.DateTimeField("日時")
    user = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    side = models.CharField("どちらの側", max_length=10, choices=Side)
    code = models.CharField("理由", max_length=30, blank=True)
    reason = SealedField("わけ", null=True)
    told_by = SealedField("だれから、いつ、どのように", null=True)
    form_key = models.UUIDField("入力の鍵", unique=True)

    class Meta:
        verbose_name = verbose_name_plural = "引継ぎの動き"
        ordering = ["at", "version"]
        constraints = [
            *sealed_only("machine_turn", "reason", "told_by"),
            known_choice(table="machine_turn", field="deed", choices=Deed, says="知らない操作です。"),
            models.UniqueConstraint(
                name="machine_turn_one_for_each_version",
                fields=["handoff", "version"],
                violation_error_message="ほかの人が、先に進めました。",
            ),
        ]

    def __str__(self) -> str:
        return self.get_deed_display()

    @property
    def key_id(self) -> uuid.UUID:
        return self.handoff.key_id


class Call(SealedModel):
    """A telephone call of the asking side about a hand-off whose limit has passed; never changed."""

    handoff = models.ForeignKey(Handoff, on_delete=models.PROTECT, related_name="calls")
    at = models.DateTimeField("日時")
    user = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    words = SealedField("だれと、何を話したか")

    class Meta:
        verbose_name = verbose_name_plural = "電話の記録"
        ordering = ["at"]
        constraints = [*sealed_only("machine_call", "words")]

    def __str__(self) -> str:
        return "電話の記録"

    @property
    def key_id(self) -> uuid.UUID:
        return self.handoff.key_id


class Confirmation(models.Model):
    """One side's, or one person's word for a deed that needs two; good for one version of the hand-off."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    handoff = models.ForeignKey(Handoff, on_delete=models.PROTECT, related_name="confirmations")
    deed = models.CharField("したいこと", max_length=20, choices=Deed)
    version = models.PositiveIntegerField("版")
    side = models.CharField("どちらの側", max_length=10, choices=Side)
    user = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("日時")

    class Meta:
        verbose_name = verbose_name_plural = "片方の確認"
        constraints = [
            models.UniqueConstraint(
                name="machine_confirmation_once",
                fields=["handoff", "deed", "version", "side", "user"],
                violation_error_message="もう確認しています。",
            ),
        ]

    def __str__(self) -> str:
        return self.get_deed_display()


class RoleItem(SealedModel):
    """One line of the role table: who does it now, who will, until when both do, and how far it has moved."""

    handoff = models.ForeignKey(Handoff, on_delete=models.PROTECT, related_name="items")
    position = models.PositiveSmallIntegerField("順番")
    what = SealedField("すること")
    now_side = models.CharField("いまの担い手", max_length=10, choices=Side)
    next_side = models.CharField("これからの担い手", max_length=10, choices=Side)
    both_until = models.DateField("いつまでいっしょに", null=True)
    state = models.CharField("進みぐあい", max_length=20, choices=ItemState, default=ItemState.PLANNED)
    changed_at = models.DateTimeField("変わった日時")

    class Meta:
        verbose_name = verbose_name_plural = "役割"
        ordering = ["position"]
        constraints = [
            within_our_time(table="machine_roleitem", days=("both_until",)),
            *sealed_only("machine_roleitem", "what"),
            known_choice(
                table="machine_roleitem", field="state", choices=ItemState, says="知らない状態です。"
            ),
            models.UniqueConstraint(
                name="machine_roleitem_one_at_a_place",
                fields=["handoff", "position"],
                violation_error_message="同じ順番の行があります。",
            ),
            models.CheckConstraint(
                name="machine_roleitem_stays_or_moves",
                condition=~Q(state=ItemState.MOVED) | ~Q(now_side=models.F("next_side")),
                violation_error_message="担い手が変わらないものは、移せません。",
            ),
        ]

    def __str__(self) -> str:
        return self.get_state_display()

    @property
    def key_id(self) -> uuid.UUID:
        return self.handoff.key_id


class JointMeeting(SealedModel):
    """A 合同支援会議 of both sides: when it was held, what was decided and what comes next.

    Gates count it once the other side than wrote it has confirmed it.
    """

    handoff = models.ForeignKey(Handoff, on_delete=models.PROTECT, related_name="meetings")
    held_at = models.DateTimeField("日時")
    who = SealedField("出た人")
    decided = SealedField("決まったこと")
    next_on = models.DateField("次の会議", null=True)
    written_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField("書いた日時")
    confirmed_at = models.DateTimeField("もう片方の側が確かめた日時", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "合同支援会議"
        ordering = ["held_at"]
        constraints = [
            within_our_time(table="machine_jointmeeting", days=("next_on",), moments=("held_at",)),
            *sealed_only("machine_jointmeeting", "who", "decided"),
        ]

    def __str__(self) -> str:
        return "合同支援会議"

    @property
    def key_id(self) -> uuid.UUID:
        return self.handoff.key_id
