import uuid

from django.db import models
from django.db.models import F, Q

from foundation.choices import known_choice
from handoff.cases.models import Case
from handoff.disclosure.enums import Part
from handoff.machine.models import Handoff
from handoff.vault.fields import SealedField, sealed_only
from handoff.vault.models import SealedModel

from .enums import DocumentKind, FileType

TABLE = "documents_document"


class Document(SealedModel):
    """A file of a case or of one of its hand-offs; the file itself lies sealed beside the database.

    Its receiver reads it only where it belongs to a part (`part`), and while that part is open. What was
    removed stays as a line without a file: who, when and why.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="documents")
    handoff = models.ForeignKey(Handoff, on_delete=models.PROTECT, null=True, related_name="documents")
    part = models.CharField("相手に見せる書類", max_length=20, choices=Part, blank=True)
    # Copied from the case, which the receiving side never reads.
    key = models.UUIDField(editable=False)
    kind = models.CharField("種類", max_length=30, choices=DocumentKind)
    name = SealedField("ファイルの名前")
    file_type = models.CharField("形", max_length=10, choices=FileType)
    size_bytes = models.PositiveIntegerField("大きさ")
    pages = models.PositiveSmallIntegerField("ページ")
    added_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField("置いた日時")
    form_key = models.UUIDField("入力の鍵", unique=True)
    shared_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    shared_at = models.DateTimeField("相手に見せると決めた日時", null=True)
    is_shared_in_draft = models.BooleanField("下書きのうちに決めた", default=False)
    removed_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    removed_at = models.DateTimeField("取り除いた日時", null=True)
    removed_because = SealedField("取り除いたわけ", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "書類"
        ordering = ["added_at"]
        constraints = [
            *sealed_only(TABLE, "name", "removed_because"),
            known_choice(table=TABLE, field="kind", choices=DocumentKind, says="知らない種類です。"),
            known_choice(table=TABLE, field="file_type", choices=FileType, says="知らない形です。"),
            models.CheckConstraint(
                name=f"{TABLE}_shared_within_a_part",
                condition=Q(part="", shared_by__isnull=True, shared_at__isnull=True)
                | Q(
                    part__in=Part.values,
                    handoff__isnull=False,
                    shared_by__isnull=False,
                    shared_at__isnull=False,
                ),
                violation_error_message="相手に見せるものは、引継ぎの書類のどれかに入れてください。",
            ),
            models.CheckConstraint(
                name=f"{TABLE}_shared_by_another",
                condition=Q(part="") | Q(is_shared_in_draft=True) | ~Q(shared_by=F("added_by")),
                violation_error_message="送ったあとは、置いた人とは別の人が、相手に見せると決めます。",
            ),
            models.CheckConstraint(
                name=f"{TABLE}_removed_says_who_and_why",
                condition=Q(removed_by__isnull=True, removed_at__isnull=True, removed_because__isnull=True)
                | Q(removed_by__isnull=False, removed_at__isnull=False, removed_because__isnull=False),
                violation_error_message="だれが、いつ、なぜ取り除いたかが要ります。",
            ),
            models.CheckConstraint(
                name=f"{TABLE}_is_not_empty",
                condition=Q(size_bytes__gt=0, pages__gt=0),
                violation_error_message="空のファイルは置けません。",
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()

    @property
    def key_id(self) -> uuid.UUID:
        return self.key

    @property
    def is_shared(self) -> bool:
        return bool(self.part)
