from pathlib import PurePath
from typing import ClassVar

from django.db import models
from django.db.models import Q

from foundation.choices import known_choice
from outreach.study_groups.enums import PlanState, SessionFormat, ShelfReader

from .community import USER, Community


class YearPlan(models.Model):
    """What a community means to do in a fiscal year; draft until somebody or a general meeting approves."""

    community = models.ForeignKey(Community, models.PROTECT, related_name="plans")
    fiscal_year = models.PositiveSmallIntegerField("年度")
    target = models.CharField("めあて", max_length=200, blank=True)
    state = models.CharField("ようす", max_length=8, choices=PlanState, default=PlanState.DRAFT)
    approved_on = models.DateField("承認した日", null=True, blank=True)
    approved_by = models.CharField("承認した人、会議", max_length=60, blank=True)
    closed_at = models.DateTimeField("まとめた日時", null=True, blank=True)
    words = models.TextField("ふりかえり", max_length=2_000, blank=True)
    changed_at = models.DateTimeField("更新日時")

    class Meta:
        verbose_name = verbose_name_plural = "年間計画"
        ordering: ClassVar = ["-fiscal_year"]
        constraints: ClassVar = [
            known_choice(
                table="study_groups_yearplan",
                field="state",
                choices=PlanState,
                says="ようすを選んでください。",
            ),
            models.UniqueConstraint(
                name="study_groups_yearplan_once",
                fields=["community", "fiscal_year"],
                violation_error_message="この年度の計画は、もうあります。",
            ),
            models.CheckConstraint(
                name="study_groups_yearplan_approved_says_by_whom",
                condition=Q(state=PlanState.DRAFT, approved_on__isnull=True, approved_by="")
                | ~Q(state=PlanState.DRAFT) & Q(approved_on__isnull=False) & ~Q(approved_by=""),
                violation_error_message="承認した日と、承認した人か会議を書いてください。",
            ),
            models.CheckConstraint(
                name="study_groups_yearplan_closed_says_when",
                condition=Q(state=PlanState.CLOSED, closed_at__isnull=False)
                | ~Q(state=PlanState.CLOSED) & Q(closed_at__isnull=True),
                violation_error_message="まとめた日時は、まとめたときだけ書きます。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.community_id} {self.fiscal_year}"


class PlanRow(models.Model):
    """One line of a plan: a theme in a month. Its session is an event, once a day is known.

    `was_planned` stays as it was when the plan was approved, so that what came later is counted apart.
    """

    plan = models.ForeignKey(YearPlan, models.PROTECT, related_name="rows")
    # The first day of the month.
    month = models.DateField("月")
    position = models.PositiveSmallIntegerField("順番")
    format = models.CharField("形", max_length=17, choices=SessionFormat)
    theme = models.CharField("テーマ", max_length=80)
    owner = models.CharField("受け持つ人、機関", max_length=60, blank=True)
    people = models.PositiveSmallIntegerField("めざす人数", null=True, blank=True)
    number = models.PositiveSmallIntegerField("第何回", null=True, blank=True)
    was_planned = models.BooleanField("はじめの計画にあった", default=True)
    event = models.OneToOneField(
        "events.Event", models.PROTECT, null=True, blank=True, related_name="plan_row"
    )
    called_off_at = models.DateTimeField("やめた日時", null=True, blank=True)
    called_off_because = models.CharField("やめたわけ", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "計画の行"
        ordering: ClassVar = ["month", "position", "id"]
        constraints: ClassVar = [
            known_choice(
                table="study_groups_planrow",
                field="format",
                choices=SessionFormat,
                says="形を選んでください。",
            ),
            models.CheckConstraint(
                name="study_groups_planrow_has_a_theme",
                condition=~Q(theme=""),
                violation_error_message="テーマを書いてください。",
            ),
            models.CheckConstraint(
                name="study_groups_planrow_month_is_a_first_day",
                condition=Q(month__day=1),
                violation_error_message="月を選んでください。",
            ),
            models.UniqueConstraint(
                name="study_groups_planrow_number_once",
                fields=["plan", "number"],
                violation_error_message="同じ回の数が、もうあります。",
            ),
            # A session that was announced is called off as an event, so that whoever applied is told.
            models.CheckConstraint(
                name="study_groups_planrow_called_off_says_why",
                condition=Q(called_off_at__isnull=True, called_off_because="")
                | Q(called_off_at__isnull=False, event__isnull=True) & ~Q(called_off_because=""),
                violation_error_message="やめるときは、わけを書いてください。",
            ),
        ]

    def __str__(self) -> str:
        return self.theme


class ShelfItem(models.Model):
    """A file on the shelf of a community, of one of its sessions or of all, until a day."""

    community = models.ForeignKey(Community, models.PROTECT, related_name="shelf")
    event = models.ForeignKey(
        "events.Event", models.PROTECT, null=True, blank=True, related_name="shelf_items", verbose_name="回"
    )
    title = models.CharField("題名", max_length=80)
    file = models.FileField("ファイル", upload_to="groups/%Y/")
    size = models.PositiveIntegerField()
    reader = models.CharField("だれが開けるか", max_length=9, choices=ShelfReader)
    # The last day on which it can be opened; empty for as long as it lies there.
    open_until = models.DateField("いつまで", null=True, blank=True)
    added_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    added_at = models.DateTimeField("置いた日時")

    class Meta:
        verbose_name = verbose_name_plural = "会の資料"
        ordering: ClassVar = ["-added_at", "-id"]
        constraints: ClassVar = [
            known_choice(
                table="study_groups_shelfitem",
                field="reader",
                choices=ShelfReader,
                says="だれが開けるかを選んでください。",
            ),
            models.CheckConstraint(
                name="study_groups_shelfitem_has_a_title",
                condition=~Q(title=""),
                violation_error_message="資料の題名を書いてください。",
            ),
            models.CheckConstraint(
                name="study_groups_shelfitem_attendees_of_a_session",
                condition=Q(reader=ShelfReader.MEMBERS) | Q(event__isnull=False),
                violation_error_message="出席した機関だけの資料には、回を選んでください。",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def file_name(self) -> str:
        return PurePath(self.file.name or "").name
