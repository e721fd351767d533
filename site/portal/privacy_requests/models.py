from datetime import date

from django.db import models
from django.db.models import F, Q

from .enums import RequestKind, RequestOutcome, RequestWay


class PrivacyRequestQuerySet(models.QuerySet["PrivacyRequest"]):
    def open(self) -> "PrivacyRequestQuerySet":
        return self.filter(answered_on__isnull=True)


class PrivacyRequest(models.Model):
    """Somebody asked to see, correct or stop the use of their own data. Who it is stands on paper only."""

    kind = models.CharField("何の請求か", max_length=12, choices=RequestKind)
    way = models.CharField("届いた方法", max_length=8, choices=RequestWay)
    received_on = models.DateField("届いた日")
    due_on = models.DateField("いつまでに答えるか")
    identity_checked = models.BooleanField("ご本人であることを確かめた", default=False)
    answered_on = models.DateField("答えた日", null=True, blank=True)
    outcome = models.CharField("結果", max_length=10, choices=RequestOutcome, blank=True)

    objects = PrivacyRequestQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "個人情報の請求"
        ordering = ["-received_on", "-id"]
        constraints = [
            models.CheckConstraint(
                name="privacy_requests_kind_is_known",
                condition=Q(kind__in=RequestKind.values),
                violation_error_message="何の請求かを選んでください。",
            ),
            models.CheckConstraint(
                name="privacy_requests_way_is_known",
                condition=Q(way__in=RequestWay.values),
                violation_error_message="届いた方法を選んでください。",
            ),
            models.CheckConstraint(
                name="privacy_requests_outcome_is_known",
                condition=Q(outcome__in=["", *RequestOutcome.values]),
                violation_error_message="結果を選んでください。",
            ),
            models.CheckConstraint(
                name="privacy_requests_answer_has_day_and_outcome",
                condition=Q(answered_on__isnull=True, outcome="")
                | (Q(answered_on__isnull=False) & ~Q(outcome="")),
                violation_error_message="答えた日と結果は、両方とも書いてください。",
            ),
            models.CheckConstraint(
                name="privacy_requests_identity_before_answer",
                condition=Q(answered_on__isnull=True)
                | Q(identity_checked=True)
                | Q(outcome=RequestOutcome.WITHDRAWN),
                violation_error_message="ご本人であることを確かめてから、答えてください。",
            ),
            models.CheckConstraint(
                name="privacy_requests_days_in_order",
                condition=Q(due_on__gte=F("received_on"))
                & (Q(answered_on__isnull=True) | Q(answered_on__gte=F("received_on"))),
                violation_error_message="答える日は、届いた日よりあとにしてください。",
            ),
        ]

    def __str__(self) -> str:
        return f"請求 {self.pk}"

    @property
    def number(self) -> str:
        return f"P-{self.pk}"

    def is_late(self, today: date) -> bool:
        """Return whether the last day for the answer has gone by without one."""
        return self.answered_on is None and self.due_on < today
