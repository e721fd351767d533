import uuid

from django.db import models
from django.db.models import F, Q

from foundation.choices import known_choice
from foundation.days import within_our_time
from handoff.cases.models import Case
from handoff.machine.models import Handoff
from handoff.vault.fields import SealedField, sealed_only
from handoff.vault.models import SealedModel
from handoff.vault.spoken import Spoken

from .enums import BY_POST, Travel

DISPATCH, CARD = "papers_paperdispatch", "papers_contactcard"
# What is written of each whom somebody calls, in this order.
CONTACT_LABELS = {"name": "だれ・どこ", "phone": "電話番号", "about": "どんなとき"}


class LetterNumber(models.Model):
    """The 文書番号 and the day of a hand-off's letter: given once, and the same on every copy."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    handoff = models.OneToOneField(Handoff, on_delete=models.PROTECT, related_name="letter")
    number = models.CharField("文書番号", max_length=20, unique=True)
    dated = models.DateField("日付")
    given_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = "文書番号"
        constraints = [within_our_time(table="papers_letternumber", days=("dated",))]

    def __str__(self) -> str:
        return self.number


class PaperDispatch(SealedModel):
    """One parcel of papers on its way to the receiver: sent how and when, received by whom.

    `tracking` is the number of the parcel, `taken_by` who took it from our hand, `received_by` whose name
    stands on the 受領書.
    """

    handoff = models.ForeignKey(Handoff, on_delete=models.PROTECT, related_name="dispatches")
    travel = models.CharField("渡し方", max_length=20, choices=Travel)
    sent_on = models.DateField("送った日")
    tracking = SealedField("お問い合わせ番号", null=True)
    taken_by = SealedField("手渡した相手", null=True)
    written_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField("書いた日時")
    received_on = models.DateField("受け取った日", null=True)
    received_by = SealedField("受け取った人", null=True)
    noted_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    noted_at = models.DateTimeField("受領書を記録した日時", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "書類の発送"
        ordering = ["-sent_on", "-written_at"]
        constraints = [
            within_our_time(table="papers_paperdispatch", days=("sent_on", "received_on")),
            *sealed_only(DISPATCH, "tracking", "taken_by", "received_by"),
            known_choice(table=DISPATCH, field="travel", choices=Travel, says="知らない渡し方です。"),
            models.CheckConstraint(
                name=f"{DISPATCH}_post_has_its_number",
                condition=~Q(travel__in=sorted(BY_POST)) | Q(tracking__isnull=False),
                violation_error_message="郵便のときは、お問い合わせ番号が要ります。",
            ),
            models.CheckConstraint(
                name=f"{DISPATCH}_received_after_sent",
                condition=Q(received_on__isnull=True) | Q(received_on__gte=F("sent_on")),
                violation_error_message="受け取った日は、送った日よりあとにしてください。",
            ),
            models.CheckConstraint(
                name=f"{DISPATCH}_receipt_is_whole",
                condition=Q(received_on=None, received_by=None, noted_by=None, noted_at=None)
                | Q(
                    received_on__isnull=False,
                    received_by__isnull=False,
                    noted_by__isnull=False,
                    noted_at__isnull=False,
                ),
                violation_error_message="受け取った日と人、記録した人がそろいません。",
            ),
        ]

    def __str__(self) -> str:
        return "書類の発送"

    @property
    def key_id(self) -> uuid.UUID:
        return self.handoff.key_id


class ContactCard(SealedModel):
    """「わたしの れんらくさき」: whom somebody calls after release. One for a case, written anew."""

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="contact_card")
    contacts = SealedField("れんらくさき")
    written_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField("書いた日時")

    class Meta:
        verbose_name = verbose_name_plural = "わたしの れんらくさき"
        constraints = [*sealed_only(CARD, "contacts")]

    def __str__(self) -> str:
        return "わたしの れんらくさき"

    def spoken(self, column: str) -> Spoken:
        return {"contacts": Spoken(labels=CONTACT_LABELS)}[column]

    @property
    def key_id(self) -> uuid.UUID:
        return self.case.key
