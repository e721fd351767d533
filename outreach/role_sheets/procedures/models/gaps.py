from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Q

from content.reviewed import Reviewed
from directory.models.area import DateRange
from foundation.choices import known_choice
from outreach.role_sheets.procedures.enums import GapState

SOMETHING = r"\S"
MUNICIPALITY = "directory.Municipality"
AGREED = sorted({GapState.AGREED, GapState.DONE})
DAYS_OF_STATE = (
    (~Q(state=GapState.OPEN) | Q(agreed_on__isnull=True))
    & (~Q(state__in=AGREED) | Q(agreed_on__isnull=False))
    & (~Q(state=GapState.DONE) | Q(done_on__isnull=False, done_on__gte=F("agreed_on")))
    & (Q(state=GapState.DONE) | Q(done_on__isnull=True))
)


class PreventionPlan(Reviewed):
    """A municipality's 地方再犯防止推進計画: its name, its time, how far it has come."""

    municipality = models.ForeignKey(
        MUNICIPALITY, models.PROTECT, related_name="prevention_plans", verbose_name="市町村"
    )
    name = models.CharField("計画の名前", max_length=100)
    starts_on = models.DateField("計画の始まりの日")
    ends_on = models.DateField("計画の終わりの日")
    progress = models.CharField("いまの進みぐあい", max_length=300, blank=True)

    class Meta(Reviewed.Meta):
        verbose_name = verbose_name_plural = "地方再犯防止推進計画"
        ordering: ClassVar = ["-starts_on", "id"]
        constraints: ClassVar = [
            *Reviewed.Meta.constraints,
            models.CheckConstraint(
                name="procedures_preventionplan_has_a_name",
                condition=Q(name__regex=SOMETHING),
                violation_error_message="計画の名前を書いてください。",
            ),
            models.CheckConstraint(
                name="procedures_preventionplan_ends_after_it_starts",
                condition=Q(ends_on__gte=F("starts_on")),
                violation_error_message="計画の終わりの日は、始まりの日からあとにしてください。",
            ),
            ExclusionConstraint(
                name="procedures_preventionplan_one_at_a_time",
                expressions=[
                    ("municipality", RangeOperators.EQUAL),
                    (
                        DateRange("starts_on", "ends_on", RangeBoundary(inclusive_upper=True)),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                violation_error_message="この市町村には、同じ時期の計画がもうあります。",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Gap(Reviewed):
    """Who falls between systems in a municipality, who could take it on, and what has become of it.

    It speaks of kinds of people, never of one. `responsible` is the office that carries it on.
    """

    municipality = models.ForeignKey(MUNICIPALITY, models.PROTECT, related_name="gaps", verbose_name="市町村")
    plan = models.ForeignKey(
        PreventionPlan,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="gaps",
        verbose_name="のっている計画",
    )
    title = models.CharField("どんな人が、どこで、とぎれるか", max_length=100)
    words = models.TextField("くわしく", max_length=600, blank=True)
    proposal = models.TextField("提案（どこが、何をするか）", max_length=600, blank=True)
    due_on = models.DateField("いつまでに", null=True, blank=True)
    state = models.CharField("ようす", max_length=8, choices=GapState, default=GapState.OPEN)
    found_on = models.DateField("見つけた日")
    agreed_on = models.DateField("合意した日", null=True, blank=True)
    done_on = models.DateField("できた日", null=True, blank=True)

    class Meta(Reviewed.Meta):
        verbose_name = verbose_name_plural = "市町村のすき間"
        ordering: ClassVar = ["due_on", "id"]
        constraints: ClassVar = [
            *Reviewed.Meta.constraints,
            known_choice(
                table="procedures_gap", field="state", choices=GapState, says="ようすを選んでください。"
            ),
            models.CheckConstraint(
                name="procedures_gap_says_who_falls_between",
                condition=Q(title__regex=SOMETHING),
                violation_error_message="どんな人が、どこで、とぎれるかを書いてください。",
            ),
            models.CheckConstraint(
                name="procedures_gap_state_has_its_days",
                condition=DAYS_OF_STATE,
                violation_error_message="ようすと、合意した日・できた日が合いません。",
            ),
            models.CheckConstraint(
                name="procedures_gap_agreed_says_to_what",
                condition=~Q(state__in=AGREED) | Q(proposal__regex=SOMETHING, due_on__isnull=False),
                violation_error_message="合意したことには、提案と期限が要ります。",
            ),
        ]

    def __str__(self) -> str:
        return self.title
