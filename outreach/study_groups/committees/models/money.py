from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from outreach.study_groups.models import Community, PlanRow

from .seat import USER, Appointment

FEE, TRAVEL, YEARS = 0, 0, 2


class Conditions(models.Model):
    """What a committee usually gives for a meeting, in yen, and how many years a term has."""

    community = models.OneToOneField(Community, models.CASCADE, related_name="conditions")
    fee = models.PositiveIntegerField("謝金（1回、円）", default=FEE)
    travel = models.PositiveIntegerField("旅費（1回、円）", default=TRAVEL)
    years = models.PositiveSmallIntegerField("任期（年）", default=YEARS)

    class Meta:
        verbose_name = verbose_name_plural = "委員会の決まり"
        constraints: ClassVar = [
            models.CheckConstraint(
                name="group_committees_conditions_a_term_has_years",
                condition=Q(years__gte=1, years__lte=6),
                violation_error_message="任期は、1年から6年までにしてください。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.community_id}"


class Honorarium(models.Model):
    """What somebody gets for one day of a committee, 謝金・旅費, in yen, and when it was paid."""

    appointment = models.ForeignKey(Appointment, models.PROTECT, related_name="honoraria")
    row = models.ForeignKey(
        PlanRow, models.PROTECT, null=True, blank=True, related_name="honoraria", verbose_name="会議"
    )
    on = models.DateField("日")
    fee = models.PositiveIntegerField("謝金（円）")
    travel = models.PositiveIntegerField("旅費（円）")
    paid_on = models.DateField("払った日", null=True, blank=True)
    recorded_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = "謝金・旅費"
        ordering: ClassVar = ["on", "appointment__seat__position", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="group_committees_honorarium_once_a_day",
                fields=["appointment", "on"],
                violation_error_message="この方のこの日の謝金は、もう書いてあります。",
            ),
            models.CheckConstraint(
                name="group_committees_honorarium_is_something",
                condition=Q(fee__gte=0, travel__gte=0) & (Q(fee__gt=0) | Q(travel__gt=0)),
                violation_error_message="謝金か旅費の金額を書いてください。",
            ),
            models.CheckConstraint(
                name="group_committees_honorarium_paid_afterwards",
                condition=Q(paid_on__isnull=True) | Q(paid_on__gte=F("on")),
                violation_error_message="払った日は、会議の日よりあとにしてください。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.appointment_id} {self.on}"
