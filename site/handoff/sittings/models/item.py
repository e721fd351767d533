import uuid

from django.db import models
from django.db.models import F, Q

from foundation.choices import known_choice
from foundation.days import within_our_time
from handoff.cases.models import Case, LegalBasis
from handoff.disclosure.enums import BasisState
from handoff.sittings.enums import ItemKind, ItemState, RecusalBy, Response
from handoff.sittings.rules import Footing
from handoff.vault.fields import SealedField, sealed_only
from handoff.vault.models import SealedModel

from .sitting import Sitting


class OfCase(SealedModel):
    """A row that is sealed under the key of a case which its reader may not see.

    So number and name of the key are kept beside it: a member of the committee never reads the case itself.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    case_reference = models.CharField("ケースの番号", max_length=12)
    case_key = models.UUIDField("鍵の名前", editable=False)

    class Meta:
        abstract = True

    @property
    def key_id(self) -> uuid.UUID:
        return self.case_key


class OfItem(SealedModel):
    """A row that belongs to a case on the agenda of a sitting."""

    item: "models.ForeignKey[CaseItem, CaseItem]"

    class Meta:
        abstract = True

    @property
    def key_id(self) -> uuid.UUID:
        return self.item.case_key


class CaseItem(OfCase):
    """A case put before one sitting; `former` is the same case at the sitting before.

    It rests on a basis whose writer ticked that its purpose names the committee, or on a paper that tells
    nobody who it is and was approved: `Material.approved_by`.
    """

    sitting = models.ForeignKey(Sitting, on_delete=models.PROTECT, related_name="items")
    former = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="later")
    kind = models.CharField("何回目か", max_length=20, choices=ItemKind)
    state = models.CharField("状態", max_length=20, choices=ItemState, default=ItemState.WAITING)
    basis = models.ForeignKey(LegalBasis, on_delete=models.PROTECT, null=True, related_name="+")
    covers_committee = models.BooleanField("同意・根拠の目的に、委員会での検討が入っている", default=False)
    put_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    put_at = models.DateTimeField("出した日時")

    class Meta:
        verbose_name = verbose_name_plural = "検討するケース"
        constraints = [
            known_choice(
                table="sittings_caseitem", field="kind", choices=ItemKind, says="知らない種類です。"
            ),
            known_choice(
                table="sittings_caseitem", field="state", choices=ItemState, says="知らない状態です。"
            ),
            models.UniqueConstraint(
                name="sittings_caseitem_once_a_sitting",
                fields=["sitting", "case"],
                condition=~Q(state=ItemState.TAKEN_OFF),
                violation_error_message="このケースは、もうこの会に出ています。",
            ),
            models.CheckConstraint(
                name="sittings_caseitem_tick_has_its_basis",
                condition=Q(covers_committee=False) | Q(basis__isnull=False),
                violation_error_message="どの同意・根拠かを選んでください。",
            ),
            models.CheckConstraint(
                name="sittings_caseitem_new_has_no_former",
                condition=(~Q(kind=ItemKind.NEW) | Q(former__isnull=True))
                & (~Q(kind=ItemKind.AGAIN) | Q(former__isnull=False)),
                violation_error_message="新規・再検討の別が、前の回と合いません。",
            ),
        ]

    def __str__(self) -> str:
        return self.case_reference

    @property
    def footing(self) -> Footing:
        """Return on what this case is put before the committee, as the rules see it."""
        basis = self.basis
        paper: Material | None = getattr(self, "material", None)
        return Footing(
            covers_committee=self.covers_committee,
            basis_state=BasisState(basis.state) if basis else None,
            since=basis.since if basis else None,
            until=basis.until if basis else None,
            is_approved=paper is not None and paper.approved_at is not None,
        )


class Material(OfItem):
    """The short paper on a case, without who it is: an outline, and what the committee is asked."""

    item = models.OneToOneField(CaseItem, on_delete=models.PROTECT, related_name="material")
    outline = SealedField("あらまし")
    question = SealedField("委員会に聞きたいこと")
    written_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField("書いた日時")
    approved_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField("承認した日時", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "資料"
        constraints = [
            *sealed_only("sittings_material", "outline", "question"),
            models.CheckConstraint(
                name="sittings_material_approved_by_another",
                condition=Q(approved_by__isnull=True, approved_at__isnull=True)
                | (Q(approved_by__isnull=False, approved_at__isnull=False) & ~Q(approved_by=F("written_by"))),
                violation_error_message="書いた人とは別の人が承認します。",
            ),
        ]

    def __str__(self) -> str:
        return "資料"


class Recusal(OfCase):
    """Somebody of the committee who has no part in a case, by their own word or the chair's (除斥・回避).

    From then on nothing of the case is shown to them in this room, of earlier sittings neither. The minutes
    say that it was so, and not why. It is never taken back: what was once hidden stays hidden.
    """

    person = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    by = models.CharField("だれの申し出か", max_length=10, choices=RecusalBy)
    reason = SealedField("わけ", null=True)
    since = models.DateField("いつから")
    written_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField("書いた日時")

    class Meta:
        verbose_name = verbose_name_plural = "検討から外れる人"
        constraints = [
            within_our_time(table="sittings_recusal", days=("since",)),
            *sealed_only("sittings_recusal", "reason"),
            known_choice(
                table="sittings_recusal", field="by", choices=RecusalBy, says="知らない申し出です。"
            ),
            models.UniqueConstraint(
                name="sittings_recusal_once",
                fields=["case", "person"],
                violation_error_message="この方は、もうこのケースから外れています。",
            ),
        ]

    def __str__(self) -> str:
        return self.get_by_display()


class Advice(OfItem):
    """What the committee advised on a case, what the centre did with it, and what came of it.

    `given_by` is empty where the committee spoke as one.
    """

    item = models.ForeignKey(CaseItem, on_delete=models.PROTECT, related_name="advice")
    number = models.PositiveSmallIntegerField("順番")
    text = SealedField("助言")
    given_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, null=True, related_name="+")
    given_at = models.DateTimeField("助言の日時")
    response = models.CharField("どうしたか", max_length=20, choices=Response, blank=True)
    reason = SealedField("わけ", null=True)
    responded_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    responded_at = models.DateTimeField("どうしたかを書いた日時", null=True)
    effect = SealedField("その後", null=True)
    effect_at = models.DateTimeField("その後を書いた日時", null=True)
    next_sitting = models.ForeignKey(Sitting, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = "助言"
        ordering = ["number"]
        constraints = [
            *sealed_only("sittings_advice", "text", "reason", "effect"),
            known_choice(
                table="sittings_advice",
                field="response",
                choices=Response,
                says="知らない答えです。",
                may_be_blank=True,
            ),
            models.UniqueConstraint(
                name="sittings_advice_one_at_a_number",
                fields=["item", "number"],
                violation_error_message="同じ順番の助言があります。",
            ),
            models.CheckConstraint(
                name="sittings_advice_response_has_its_moment",
                condition=Q(response="", responded_at__isnull=True, responded_by__isnull=True)
                | (~Q(response="") & Q(responded_at__isnull=False, responded_by__isnull=False)),
                violation_error_message="だれがいつ書いたかが要ります。",
            ),
            models.CheckConstraint(
                name="sittings_advice_says_why_not",
                condition=Q(response__in=["", Response.ADOPTED]) | Q(reason__isnull=False),
                violation_error_message="そのまま取り入れなかったわけを書いてください。",
            ),
        ]

    def __str__(self) -> str:
        return f"助言{self.number}"


class MinutesPart(OfItem):
    """What the minutes say of one case (議事録), sealed like everything else of it.

    Of a sitting itself the minutes say what is known anyway: when, where, who came, who had no part.
    """

    item = models.OneToOneField(CaseItem, on_delete=models.PROTECT, related_name="minutes")
    words = SealedField("話し合ったこと")
    written_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField("書いた日時")

    class Meta:
        verbose_name = verbose_name_plural = "議事録"
        constraints = [*sealed_only("sittings_minutespart", "words")]

    def __str__(self) -> str:
        return "議事録"
