import uuid

from django.db import models
from django.db.models import F, Q

from foundation.choices import known_choice
from foundation.days import within_our_time
from handoff.cases.models import Case
from handoff.disclosure.enums import Part
from handoff.machine.models import Handoff
from handoff.vault.fields import SealedField, sealed_only
from handoff.vault.models import SealedModel

from .enums import CopyLimit, DocumentKind, FileType
from .rules import Limit

TABLE = "documents_document"
TAKEN, ON_PAPER = "documents_takencopy", "documents_papercopy"
# As many are written down in one line.
MOST_ON_PAPER = 99


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
    # How far it is shown: how many copies the receiving side may take, and its last day there.
    most_copies = models.PositiveSmallIntegerField(
        "写しの回数", choices=CopyLimit, default=CopyLimit.LOOK_ONLY
    )
    readable_until = models.DateField("いつまで見せるか", null=True)
    removed_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    removed_at = models.DateTimeField("取り除いた日時", null=True)
    removed_because = SealedField("取り除いたわけ", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "書類"
        ordering = ["added_at"]
        constraints = [
            within_our_time(table=TABLE, days=("readable_until",)),
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
            known_choice(table=TABLE, field="most_copies", choices=CopyLimit, says="知らない回数です。"),
            models.CheckConstraint(
                name=f"{TABLE}_limit_of_what_is_shown",
                condition=~Q(part="") | Q(most_copies=CopyLimit.LOOK_ONLY, readable_until__isnull=True),
                violation_error_message="どこまで見せるかは、相手に見せるものだけに決めます。",
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

    @property
    def limit(self) -> Limit:
        """Return how far the receiver may go with it."""
        return Limit(most_copies=CopyLimit(self.most_copies), until=self.readable_until)


class TakenCopy(models.Model):
    """A copy that somebody took away. Never changed, never removed.

    Those of the receiving side are numbered from one on, so that no more can stand here than it may take;
    a copy without a number was taken by the document's own side. `agency` is for whom (none: the centre).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="taken_copies")
    number = models.PositiveSmallIntegerField("番号", null=True)
    person = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey("handoff.AgencyCopy", on_delete=models.PROTECT, null=True, related_name="+")
    is_marked = models.BooleanField("名前入り")
    taken_at = models.DateTimeField("受け取った日時")

    class Meta:
        verbose_name = verbose_name_plural = "受け取られた写し"
        ordering = ["taken_at"]
        constraints = [
            models.UniqueConstraint(
                name=f"{TAKEN}_each_number_once",
                fields=["document", "number"],
                violation_error_message="この番号の写しは、もう受け取られています。",
            ),
            models.CheckConstraint(
                name=f"{TAKEN}_unmarked_stays_at_the_centre",
                condition=Q(is_marked=True) | Q(number__isnull=True, agency__isnull=True),
                violation_error_message="名前のない写しは、センターだけが受け取れます。",
            ),
        ]

    def __str__(self) -> str:
        return "名前入り" if self.is_marked else "名前なし"


class PaperCopy(SealedModel):
    """Copies on paper of a document, written down by its own side: how many, where they lie, destroyed when.

    Whose hands they are in is sealed.
    """

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="paper_copies")
    copies = models.PositiveSmallIntegerField("部数")
    made_on = models.DateField("作った日")
    whereabouts = SealedField("だれに渡したか、どこにあるか")
    written_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField("書いた日時")
    form_key = models.UUIDField("入力の鍵", unique=True)
    destroyed_on = models.DateField("捨てた日", null=True)
    destroyed_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = "紙の写し"
        ordering = ["made_on", "written_at"]
        constraints = [
            within_our_time(table="documents_papercopy", days=("made_on", "destroyed_on")),
            *sealed_only(ON_PAPER, "whereabouts"),
            models.CheckConstraint(
                name=f"{ON_PAPER}_counts_some",
                condition=Q(copies__range=(1, MOST_ON_PAPER)),
                violation_error_message=f"部数は、1から{MOST_ON_PAPER}までで書いてください。",
            ),
            models.CheckConstraint(
                name=f"{ON_PAPER}_destroyed_says_who_after_it_was_made",
                condition=Q(destroyed_on__isnull=True, destroyed_by__isnull=True)
                | Q(destroyed_on__gte=F("made_on"), destroyed_by__isnull=False),
                violation_error_message="捨てた日は、作った日か、そのあとの日です。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.copies}部"

    @property
    def key_id(self) -> uuid.UUID:
        return self.document.key
