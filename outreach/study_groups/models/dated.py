"""What holds from a day until a day; the last day is the day before `until`."""

from datetime import date
from typing import Any, Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q, Value

from directory.models.area import DateRange


class DatedQuerySet[Row: models.Model](models.QuerySet[Row]):
    def on(self, day: date) -> Self:
        """Keep what holds on this day."""
        return self.filter(Q(until__isnull=True) | Q(until__gt=day), since__lte=day)

    def not_over(self, day: date) -> Self:
        """Keep what holds on this day or will begin later."""
        return self.filter(Q(until__isnull=True) | Q(until__gt=day))


def ends_after_it_begins(name: str) -> models.CheckConstraint:
    """Return the constraint that a row ends on the day it begins at the earliest: then it never held."""
    return models.CheckConstraint(
        name=name,
        condition=Q(until__isnull=True) | Q(since__lte=F("until")),
        violation_error_message="終わりの日は、始まりの日より前にできません。",
    )


def once_at_a_time(
    name: str, *fields: str, says: str, condition: Q | None = None, **options: Any
) -> ExclusionConstraint:
    """Return the constraint that no two rows alike in these fields hold on the same day."""
    return ExclusionConstraint(
        name=name,
        expressions=[
            *((field, RangeOperators.EQUAL) for field in fields),
            (DateRange("since", "until", Value("[)")), RangeOperators.OVERLAPS),
        ],
        condition=condition,
        violation_error_message=says,
        **options,
    )
