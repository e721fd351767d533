from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from directory.models import Agency, ServiceKind


class Vacancy(models.Model):
    """How many places were free on a day: facts, one after another; the latest of a service holds.

    Outside the drafts: a number that waits for approval is wrong before it is read.
    """

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="vacancies")
    service = models.ForeignKey(ServiceKind, on_delete=models.PROTECT, verbose_name="サービス")
    free = models.PositiveSmallIntegerField("空き（人）")
    as_of = models.DateField("いつの空きか")
    said_at = models.DateTimeField("書いた日時")
    said_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        verbose_name = verbose_name_plural = "空き"
        ordering: ClassVar = ["agency", "service", F("as_of").desc(), F("id").desc()]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="declared_vacancy_is_a_count",
                condition=Q(free__lte=999),
                violation_error_message="空きは、0から999までの人数で書いてください。",
            )
        ]
        indexes: ClassVar = [
            models.Index(name="declared_vacancy_latest", fields=["agency", "service", "-as_of", "-id"])
        ]

    def __str__(self) -> str:
        return f"{self.service} {self.free}人（{self.as_of}）"
