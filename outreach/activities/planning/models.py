from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from directory.enums import Sector
from foundation.activities.enums import ActivityKind, EvidenceKind
from foundation.choices import known_choice
from outreach.activities.models import Activity

from .enums import PlanState, RequirementState
from .rules import LineFacts, Wanted

USER = "accounts.User"


class Requirement(models.Model):
    """What one kind of work has to come to in a fiscal year, as the programme or the prefecture says it.

    All of it is the centre's own to fill in: without a minimum there is no light.
    """

    fiscal_year = models.PositiveSmallIntegerField("年度")
    kind = models.CharField("種類", max_length=20, choices=ActivityKind)
    minimum = models.PositiveSmallIntegerField("目標の回数", null=True, blank=True)
    sectors = ArrayField(
        models.CharField(max_length=30, choices=Sector),
        verbose_name="出席が要る分野",
        default=list,
        blank=True,
    )
    least_agencies = models.PositiveSmallIntegerField("出席が要る機関の数", default=0)
    evidence = ArrayField(
        models.CharField(max_length=15, choices=EvidenceKind),
        verbose_name="要る証拠書類",
        default=list,
        blank=True,
    )
    amount = models.PositiveIntegerField("加算の額（円）", null=True, blank=True)
    due_on = models.DateField("報告の期限", null=True, blank=True)
    source = models.CharField("もとの資料", max_length=200, blank=True)
    source_file = models.FileField("もとの資料のファイル", upload_to="activities/%Y/", blank=True)
    state = models.CharField(
        "ようす", max_length=10, choices=RequirementState, default=RequirementState.DRAFT
    )
    changed_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    changed_at = models.DateTimeField("更新日時")

    class Meta:
        verbose_name = verbose_name_plural = "年度の要件"
        ordering: ClassVar = ["-fiscal_year", "id"]
        constraints: ClassVar = [
            known_choice(
                table="activity_plans_requirement",
                field="kind",
                choices=ActivityKind,
                says="種類を選んでください。",
            ),
            known_choice(
                table="activity_plans_requirement",
                field="state",
                choices=RequirementState,
                says="ようすを選んでください。",
            ),
            models.UniqueConstraint(
                name="activity_plans_requirement_once",
                fields=["fiscal_year", "kind"],
                violation_error_message="この年度の、この種類の要件は、もうあります。",
            ),
            models.CheckConstraint(
                name="activity_plans_requirement_confirmed_says_what",
                condition=Q(state=RequirementState.DRAFT) | Q(minimum__isnull=False) & ~Q(source=""),
                violation_error_message="確かめるには、目標の回数と、もとの資料が要ります。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.fiscal_year} {self.get_kind_display()}"

    @property
    def wanted(self) -> Wanted:
        return Wanted(
            ActivityKind(self.kind),
            self.minimum,
            frozenset(self.sectors),
            self.least_agencies,
            frozenset(self.evidence),
        )


class YearPlan(models.Model):
    """What the centre means to do in a fiscal year; a draft until it is approved."""

    fiscal_year = models.PositiveSmallIntegerField("年度", unique=True)
    approved_on = models.DateField("承認した日", null=True, blank=True)
    approved_by = models.CharField("承認した人、会議", max_length=60, blank=True)
    closed_on = models.DateField("終えた日", null=True, blank=True)
    changed_at = models.DateTimeField("更新日時")

    class Meta:
        verbose_name = verbose_name_plural = "年間計画"
        ordering: ClassVar = ["-fiscal_year"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="activity_plans_yearplan_approved_by_somebody",
                condition=Q(approved_on__isnull=True, approved_by="", closed_on__isnull=True)
                | Q(approved_on__isnull=False) & ~Q(approved_by=""),
                violation_error_message="承認した日と、承認した人か会議を書いてください。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.fiscal_year}"

    def state_on(self, *, year: int) -> PlanState:
        """Return how far the plan has come while `year` runs."""
        if self.closed_on:
            return PlanState.CLOSED
        if self.approved_on is None:
            return PlanState.DRAFT
        return PlanState.RUNNING if year >= self.fiscal_year else PlanState.APPROVED


class PlanLine(models.Model):
    """One thing the centre means to do in a month. Its activity is what became of it.

    `was_planned` stays as it was when the plan was approved, so that what came later is counted apart.
    """

    plan = models.ForeignKey(YearPlan, models.PROTECT, related_name="lines")
    # The first day of the month.
    month = models.DateField("月")
    kind = models.CharField("種類", max_length=20, choices=ActivityKind)
    title = models.CharField("すること", max_length=80)
    area = models.ForeignKey(
        "directory.WelfareArea", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="圏域"
    )
    owner = models.CharField("受け持つ人", max_length=60, blank=True)
    was_planned = models.BooleanField("はじめの計画にあった", default=True)
    activity = models.OneToOneField(
        Activity, models.PROTECT, null=True, blank=True, related_name="plan_line", verbose_name="実施した活動"
    )
    called_off_because = models.CharField("やめたわけ", max_length=200, blank=True)
    carried_from = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="carried_to", verbose_name="前の年度の行"
    )

    class Meta:
        verbose_name = verbose_name_plural = "計画の行"
        ordering: ClassVar = ["month", "id"]
        constraints: ClassVar = [
            known_choice(
                table="activity_plans_planline",
                field="kind",
                choices=ActivityKind,
                says="種類を選んでください。",
            ),
            models.CheckConstraint(
                name="activity_plans_planline_has_a_title",
                condition=~Q(title=""),
                violation_error_message="することを書いてください。",
            ),
            models.CheckConstraint(
                name="activity_plans_planline_month_is_a_first_day",
                condition=Q(month__day=1),
                violation_error_message="月を選んでください。",
            ),
            models.CheckConstraint(
                name="activity_plans_planline_held_or_called_off",
                condition=Q(activity__isnull=True) | Q(called_off_because=""),
                violation_error_message="実施した行は、やめたことにできません。",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def facts(self) -> LineFacts:
        """Return what its state follows from; reads `activity` and `carried_to`."""
        return LineFacts(
            month=self.month,
            held_on=self.activity.day if self.activity else None,
            is_called_off=bool(self.called_off_because),
            is_carried_over=hasattr(self, "carried_to"),
        )
