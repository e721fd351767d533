"""Records that somebody answers for and looks at again: who, when it was checked, when it is next."""

from datetime import date
from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q


class Reviewed(models.Model):
    """A record with an owner and a day on which its content is checked again; without a day it is due."""

    responsible = models.CharField("担当", max_length=60, help_text="係や役職です。例：連携担当")
    reviewed_on = models.DateField("内容を確かめた日", null=True, blank=True)
    review_due_on = models.DateField("次に確かめる日", null=True, blank=True)

    class Meta:
        abstract = True
        constraints: ClassVar = [
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_has_an_owner",
                condition=Q(responsible__regex=r"\S"),
                violation_error_message="担当を書いてください。",
            ),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_due_after_its_review",
                condition=Q(review_due_on__isnull=True)
                | Q(reviewed_on__isnull=True)
                | Q(review_due_on__gt=F("reviewed_on")),
                violation_error_message="次に確かめる日は、確かめた日よりあとにしてください。",
            ),
        ]


def overdue[Rows: models.QuerySet[Any]](rows: Rows, today: date) -> Rows:
    """Keep the records that should have been checked by today, or that never say when."""
    return rows.filter(Q(review_due_on__lte=today) | Q(review_due_on__isnull=True))
