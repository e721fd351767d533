from typing import ClassVar

from django.db import models

from outreach.study_groups.models import PlanRow

from .meeting import PERSON


class Absence(models.Model):
    """欠席: somebody of the roll has said that they do not come to the announced session of a line.

    Who comes applies for the session; who has done neither has not answered.
    """

    row = models.ForeignKey(PlanRow, models.CASCADE, related_name="absences")
    person = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    # A date that is moved asks everybody anew.
    told_for = models.DateField("どの日の回か")
    told_at = models.DateTimeField("知らせた日時")

    class Meta:
        verbose_name = verbose_name_plural = "欠席の返事"
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="group_meetings_absence_once",
                fields=["row", "person"],
                violation_error_message="欠席は、もう知らせてあります。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.row_id} {self.person_id}"
