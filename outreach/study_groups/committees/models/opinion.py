from typing import ClassVar

from django.db import models
from django.db.models import Q

from outreach.study_groups.models import Community, PlanRow

from .seat import USER, Appointment


class Opinion(models.Model):
    """What a member of a steering committee says on a year's report, and what the centre answers."""

    community = models.ForeignKey(Community, models.PROTECT, related_name="opinions")
    appointment = models.ForeignKey(Appointment, models.PROTECT, related_name="opinions")
    # Of the report that it is about.
    fiscal_year = models.PositiveSmallIntegerField("年度")
    row = models.ForeignKey(
        PlanRow, models.PROTECT, null=True, blank=True, related_name="opinions", verbose_name="会議"
    )
    text = models.TextField("意見", max_length=2_000)
    written_at = models.DateTimeField("書いた日時")
    reply = models.TextField("返事", max_length=2_000, blank=True)
    replied_on = models.DateField("返事の日", null=True, blank=True)
    replied_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = "意見と返事"
        ordering: ClassVar = ["written_at", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="group_committees_opinion_says_something",
                condition=~Q(text=""),
                violation_error_message="意見を書いてください。",
            ),
            models.CheckConstraint(
                name="group_committees_opinion_replied_says_when",
                condition=Q(reply="", replied_on__isnull=True) | ~Q(reply="") & Q(replied_on__isnull=False),
                violation_error_message="返事と、返事の日を書いてください。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.community_id} {self.pk}"
