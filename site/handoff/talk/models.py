import uuid

from django.db import models
from django.db.models import Q

from foundation.choices import known_choice
from foundation.days import within_our_time
from handoff.machine.enums import Side
from handoff.machine.models import Handoff
from handoff.vault.fields import SealedField, sealed_only
from handoff.vault.models import SealedModel

from .enums import Audience, HeardBy

TABLE = "talk_message"


class Message(SealedModel):
    """What one side said about a hand-off. Never changed, never removed.

    Unless somebody chose otherwise the asking side alone reads it. What a receiver on paper said stands as
    the receiver's; `told_by` says who of them, and `author` is whoever of the asking side wrote it down.
    """

    handoff = models.ForeignKey(Handoff, on_delete=models.PROTECT, related_name="messages")
    audience = models.CharField("だれが読むか", max_length=10, choices=Audience, default=Audience.INSIDE)
    side = models.CharField("どちらの側", max_length=10, choices=Side)
    author = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("書いた日時")
    words = SealedField("内容")
    told_by = SealedField("だれから", null=True)
    told_on = models.DateField("いつ聞いたか", null=True)
    told_how = models.CharField("どのように", max_length=10, choices=HeardBy, blank=True)
    form_key = models.UUIDField("入力の鍵", unique=True)

    class Meta:
        verbose_name = verbose_name_plural = "やりとり"
        ordering = ["at", "id"]
        constraints = [
            within_our_time(table=TABLE, days=("told_on",)),
            *sealed_only(TABLE, "words", "told_by"),
            known_choice(table=TABLE, field="audience", choices=Audience, says="読む人を選んでください。"),
            known_choice(
                table=TABLE,
                field="told_how",
                choices=HeardBy,
                says="どのように聞いたかを選んでください。",
                may_be_blank=True,
            ),
            models.CheckConstraint(
                name=f"{TABLE}_inside_is_of_the_asking_side",
                condition=Q(side=Side.GIVER) | Q(side=Side.RECEIVER, audience=Audience.SHARED),
                violation_error_message="内部のやりとりは、依頼した側だけが書けます。",
            ),
            models.CheckConstraint(
                name=f"{TABLE}_heard_says_who_when_how",
                condition=Q(told_by__isnull=True, told_on__isnull=True, told_how="")
                | (Q(side=Side.RECEIVER, told_by__isnull=False, told_on__isnull=False) & ~Q(told_how="")),
                violation_error_message="だれから、いつ、どのように聞いたかを書いてください。",
            ),
        ]

    def __str__(self) -> str:
        return self.get_audience_display()

    @property
    def key_id(self) -> uuid.UUID:
        return self.handoff.key_id

    @property
    def is_inside(self) -> bool:
        return self.audience == Audience.INSIDE
