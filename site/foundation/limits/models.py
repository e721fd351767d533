from datetime import date
from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q


class LimitValue(models.Model):
    """What a declared limit was set to: from which day, until before which day, on what ground, by whom."""

    key = models.CharField("どの期限か", max_length=60)
    value = models.PositiveIntegerField("値")
    valid_from = models.DateField("使い始める日")
    valid_to = models.DateField("この日から使わない", null=True)
    source = models.CharField("根拠", max_length=200)
    note = models.CharField("変えたわけ", max_length=300, blank=True)
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, verbose_name="決めた人", related_name="+"
    )
    set_at = models.DateTimeField("決めた日時")

    class Meta:
        verbose_name = verbose_name_plural = "期限と保存期間"
        ordering: ClassVar = ["key", "-valid_from"]
        constraints: ClassVar = [
            ExclusionConstraint(
                name="limits_limitvalue_one_value_a_day",
                expressions=[
                    ("key", RangeOperators.EQUAL),
                    (
                        Func(
                            F("valid_from"),
                            F("valid_to"),
                            function="daterange",
                            output_field=DateRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                violation_error_message="同じ日に使う値が、もうあります。",
            ),
            models.CheckConstraint(
                name="limits_limitvalue_ends_after_it_begins",
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")),
                violation_error_message="終わりは、使い始める日よりあとにしてください。",
            ),
            models.CheckConstraint(
                name="limits_limitvalue_is_above_zero",
                condition=Q(value__gte=1),
                violation_error_message="1以上の数にしてください。",
            ),
            models.CheckConstraint(
                name="limits_limitvalue_has_a_source",
                condition=Q(source__regex=r"\S"),
                violation_error_message="根拠を書いてください。",
            ),
            models.CheckConstraint(
                name="limits_limitvalue_has_a_key",
                condition=~Q(key=""),
                violation_error_message="どの期限かを選んでください。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key}: {self.value}"

    def counts_on(self, day: date) -> bool:
        """Return whether this value counts on that day."""
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)
