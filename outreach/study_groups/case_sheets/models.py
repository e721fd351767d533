"""Anonymised cases for one session: the sheet, who looked at it, its numbered copies on paper."""

from datetime import date
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, ExpressionWrapper, F, OuterRef, Q, Subquery, Value
from django.db.models.functions import MD5, Coalesce, Concat, TruncDate

from events.models import Session
from events.models.session import takes_place
from outreach.study_groups.models import Community, PlanRow

from .rules import HIGHEST_NUMBER, MOST_DAYS_AFTER, MOST_DAYS_BEFORE, Dates

USER = "accounts.User"
TEXTS = ("title", "background", "happened", "question")
_BETWEEN = "\x1f"
_WORDS = [part for name in TEXTS for part in (F(name), Value(_BETWEEN))]
# Changes with each letter of the sheet.
DIGEST = MD5(Concat(*_WORDS, output_field=models.TextField()))
_NOTHING_LEFT = Q(**dict.fromkeys(TEXTS, ""), checked_digest="")


class CaseSheetManager(models.Manager["CaseSheet"]):
    """Sheets with their days, which follow from the session as it stands now."""

    def get_queryset(self) -> models.QuerySet["CaseSheet"]:
        """Add `session_day`, `takes_place`, `shown_from`, `shown_until`.

        A session that was called off or put off keeps the day that it had: words are deleted after it.
        """
        dates = Session.objects.filter(event=OuterRef("row__event"))
        stands = dates.filter(takes_place())

        def first(found: models.QuerySet[Session]) -> Subquery:
            return Subquery(found.order_by("starts_at").values(day=TruncDate("starts_at"))[:1])

        def days_from(name: str) -> models.Expression:
            return ExpressionWrapper(F("session_day") + F(name), output_field=models.DateField())

        found = super().get_queryset()
        session = {
            "session_day": Coalesce(first(stands), first(dates), TruncDate("written_at")),
            "takes_place": Exists(stands),
        }
        days = {"shown_from": days_from("first_day"), "shown_until": days_from("last_day")}
        return found.annotate(**session).annotate(**days)


class CaseSheet(models.Model):
    """A case in words in which nobody can be recognised, for one session of a community.

    On which days it is read is kept as days from its session, so that it moves with it.

    A second person of the centre checks it: `checked_digest` holds of which words that is true, and the
    database refuses other words beside it. Once removed, no word of it is left, only its dates.
    """

    community = models.ForeignKey(Community, models.PROTECT, related_name="case_sheets")
    row = models.ForeignKey(PlanRow, models.PROTECT, related_name="case_sheets", verbose_name="回")
    title = models.CharField("題", max_length=60, blank=True)
    background = models.TextField("その人と、まわりのこと", max_length=1_500, blank=True)
    happened = models.TextField("あったこと、してきたこと", max_length=2_000, blank=True)
    question = models.TextField("みなさんに聞きたいこと", max_length=600, blank=True)
    # Everybody who ever wrote in it, the last one at the end.
    writers = ArrayField(models.BigIntegerField())
    written_at = models.DateTimeField("書いた日時")
    changed_at = models.DateTimeField("さいごに書いた日時")
    checked_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    checked_at = models.DateTimeField("確かめた日時", null=True)
    checked_digest = models.CharField(max_length=32, blank=True)
    # Days from the session, below 0 before it; the last one counts in.
    first_day = models.SmallIntegerField("会の日から何日、いつから")
    last_day = models.SmallIntegerField("会の日から何日、いつまで")
    # By nobody when the day came.
    removed_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    removed_at = models.DateTimeField("消した日時", null=True)

    objects = CaseSheetManager()

    session_day: date
    takes_place: bool
    shown_from: date
    shown_until: date

    class Meta:
        verbose_name = verbose_name_plural = "事例シート"
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="group_case_sheets_casesheet_second_person",
                condition=Q(checked_by__isnull=True) | ~Q(writers__contains=[F("checked_by")]),
                violation_error_message="書いた人は、確かめられません。",
            ),
            models.CheckConstraint(
                name="group_case_sheets_casesheet_has_a_writer",
                condition=Q(writers__len__gte=1),
                violation_error_message="書いた人が要ります。",
            ),
            models.CheckConstraint(
                name="group_case_sheets_casesheet_checked_by_whom_and_when",
                condition=Q(checked_by__isnull=True, checked_at__isnull=True)
                | Q(checked_by__isnull=False, checked_at__isnull=False),
                violation_error_message="確かめた人と日時は、いっしょに書きます。",
            ),
            models.CheckConstraint(
                name="group_case_sheets_casesheet_checked_as_it_stands",
                condition=Q(removed_at__isnull=False)
                | Q(checked_at__isnull=True, checked_digest="")
                | Q(checked_at__isnull=False, checked_digest=DIGEST),
                violation_error_message="書き直したら、もう一度確かめてください。",
            ),
            models.CheckConstraint(
                name="group_case_sheets_casesheet_words_until_removed",
                condition=Q(removed_at__isnull=False) & _NOTHING_LEFT
                | Q(removed_at__isnull=True)
                & ~Q(title="")
                & ~Q(background="")
                & ~Q(happened="")
                & ~Q(question=""),
                violation_error_message="どの欄も書いてください。消したシートには、何も残しません。",
            ),
            models.CheckConstraint(
                name="group_case_sheets_casesheet_removed_by_at_a_time",
                condition=Q(removed_by__isnull=True) | Q(removed_at__isnull=False),
                violation_error_message="消した日時が要ります。",
            ),
            models.CheckConstraint(
                name="group_case_sheets_casesheet_ends_after_it_begins",
                condition=Q(first_day__lte=F("last_day")),
                violation_error_message="読める最後の日は、最初の日より前にできません。",
            ),
            models.CheckConstraint(
                name="group_case_sheets_casesheet_shown_around_its_session",
                condition=Q(first_day__gte=-MOST_DAYS_BEFORE, last_day__lte=MOST_DAYS_AFTER),
                violation_error_message="読めるのは、会の14日前から7日あとまでです。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.community_id} {self.pk}"

    @property
    def dates(self) -> Dates:
        return Dates(
            self.shown_from,
            self.shown_until,
            is_checked=self.checked_at is not None,
            is_removed=self.removed_at is not None,
            takes_place=self.takes_place,
        )

    @property
    def seen(self) -> str:
        """Of which words a reader of the check list speaks."""
        return self.changed_at.isoformat()


class SheetView(models.Model):
    """Somebody opened a sheet."""

    sheet = models.ForeignKey(CaseSheet, models.CASCADE, related_name="views")
    person = models.ForeignKey("accounts.Person", models.PROTECT, related_name="+")
    viewed_at = models.DateTimeField("見た日時")

    class Meta:
        verbose_name = verbose_name_plural = "見た記録"
        ordering: ClassVar = ["-viewed_at", "-id"]

    def __str__(self) -> str:
        return f"{self.sheet_id} {self.person_id}"


class PaperCopy(models.Model):
    """A numbered copy of a sheet on paper, counted out for the table and back in."""

    sheet = models.ForeignKey(CaseSheet, models.CASCADE, related_name="copies")
    number = models.PositiveSmallIntegerField("番号")
    printed_at = models.DateTimeField("印刷した日時")
    printed_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    back_at = models.DateTimeField("返ってきた日時", null=True)
    back_to = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = "紙のシート"
        ordering: ClassVar = ["sheet", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="group_case_sheets_papercopy_number_once",
                fields=["sheet", "number"],
                violation_error_message="同じ番号の紙が、もうあります。",
            ),
            models.CheckConstraint(
                name="group_case_sheets_papercopy_number_in_reach",
                condition=Q(number__gte=1, number__lte=HIGHEST_NUMBER),
                violation_error_message=f"番号は、1から{HIGHEST_NUMBER}までです。",
            ),
            models.CheckConstraint(
                name="group_case_sheets_papercopy_back_to_whom_and_when",
                condition=Q(back_at__isnull=True, back_to__isnull=True)
                | Q(back_at__isnull=False, back_to__isnull=False),
                violation_error_message="返ってきた日時と、受け取った人は、いっしょに書きます。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sheet_id} {self.number}"
