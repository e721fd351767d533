from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from directory.models import Agency


class DifferentAgencies(models.Model):
    """Two agencies that look alike and are not the same: a person said so once, and is not asked again.

    `first` is the one that was added earlier, so that a pair has one row.
    """

    first = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="+")
    decided_on = models.DateField("決めた日")
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = "別の機関と決めた組"
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="directory_duplicates_pair_once",
                fields=["first", "second"],
                violation_error_message="この2つは、もう別の機関と決めてあります。",
            ),
            models.CheckConstraint(
                name="directory_duplicates_pair_in_order",
                condition=Q(first__lt=F("second")),
                violation_error_message="組は、先に登録した機関から書きます。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first}と{self.second}"
