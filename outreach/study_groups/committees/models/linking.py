from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from outreach.study_groups.references import REFERENCE

from .seat import USER, Appointment


def reference_alone(name: str, *, may_be_blank: bool) -> models.CheckConstraint:
    """Return the constraint that a case is named by its number and nothing else."""
    known = Q(reference__regex=REFERENCE)
    return models.CheckConstraint(
        name=name,
        condition=Q(reference="") | known if may_be_blank else known,
        violation_error_message="ケースは、R8-014のような番号だけで書いてください。",
    )


class Introduction(models.Model):
    """A member of a committee linked the centre to a body, 委員の仲介."""

    appointment = models.ForeignKey(Appointment, models.PROTECT, related_name="introductions")
    on = models.DateField("紹介の日")
    body = models.CharField("つないでもらった団体・機関", max_length=80)
    reference = models.CharField("ケースの番号", max_length=9, blank=True)
    recorded_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = "委員の仲介"
        ordering: ClassVar = ["-on", "-id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="group_committees_introduction_to_a_body",
                condition=~Q(body=""),
                violation_error_message="つないでもらった団体・機関を書いてください。",
            ),
            reference_alone("group_committees_introduction_reference_alone", may_be_blank=True),
        ]

    def __str__(self) -> str:
        return f"{self.appointment_id} {self.on}"


class Advice(models.Model):
    """A member was asked beside the meetings, 個別の相談: number and dates alone, no word on the case."""

    appointment = models.ForeignKey(Appointment, models.PROTECT, related_name="advice")
    reference = models.CharField("ケースの番号", max_length=9)
    is_urgent = models.BooleanField("被疑者等支援（急ぎ）", default=False)
    asked_at = models.DateTimeField("相談した日時")
    answered_on = models.DateField("返事の日", null=True, blank=True)
    closed_on = models.DateField("終わった日", null=True, blank=True)
    asked_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = "委員への相談"
        ordering: ClassVar = ["-asked_at", "-id"]
        constraints: ClassVar = [
            reference_alone("group_committees_advice_reference_alone", may_be_blank=False),
            models.CheckConstraint(
                name="group_committees_advice_dates_in_order",
                condition=Q(closed_on__isnull=True)
                | Q(answered_on__isnull=False, closed_on__gte=F("answered_on")),
                violation_error_message="返事の日のあとに、終わった日を書いてください。",
            ),
        ]

    def __str__(self) -> str:
        return self.reference
