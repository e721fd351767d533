from typing import ClassVar

from django.db import models


class NumberSeries(models.Model):
    """The last number given in a series of one fiscal year; its row is locked while one is given."""

    name = models.CharField(max_length=40)
    fiscal_year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = verbose_name_plural = "番号の続き"
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="numbering_numberseries_once",
                fields=["name", "fiscal_year"],
                violation_error_message="この年度の番号は、もう始まっています。",
            )
        ]
