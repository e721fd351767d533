"""Reads of limits. A screen that needs several asks for them together: each function is one query."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from .declared import Limit, declared, every_limit
from .models import LimitValue


@dataclass(frozen=True)
class Standing:
    """A limit on a day: its value, on what ground, and since when; None is from the beginning."""

    limit: Limit
    value: int
    source: str
    since: date | None

    @property
    def text(self) -> str:
        return self.limit.text(self.value)


@dataclass(frozen=True)
class Course:
    """All values that a limit has had and will have."""

    limit: Limit
    values: list[LimitValue]

    def on(self, day: date) -> int:
        """Return the value that counts on this day."""
        return _standing(self.limit, (each for each in self.values if each.counts_on(day))).value


def limit(key: str, *, on: date) -> int:
    """Return the value of a limit on this day, its default when nobody has set one. Raises UnknownLimit."""
    return limits(key, on=on)[key]


def limits(*keys: str, on: date) -> dict[str, int]:
    """Return the values of several limits on this day, by key. Raises UnknownLimit."""
    wanted = [declared(key) for key in keys]
    return {key: each.value for key, each in _standings(wanted, on).items()}


def limit_in_query(key: str, *, on: date) -> Coalesce:
    """Return a limit's value as an expression, for a page that has no query left to ask for it alone."""
    known = declared(key)
    counting = _counting(on).filter(key=key).values("value")[:1]
    return Coalesce(Subquery(counting), Value(known.default))


def standings(on: date) -> dict[str, Standing]:
    """Return how every declared limit stands on this day, by key, as their apps were loaded."""
    return _standings(list(every_limit()), on)


def course(key: str) -> Course:
    """Return a limit's values of all days, for a list whose rows count from different ones."""
    return Course(declared(key), list(LimitValue.objects.filter(key=key)))


def history(key: str) -> "QuerySet[LimitValue]":
    """Return what a limit was and will be set to, the latest first, with who set it."""
    values = LimitValue.objects.filter(key=declared(key).key).select_related("set_by__person")
    return values.order_by("-valid_from")


def _standings(wanted: list[Limit], on: date) -> dict[str, Standing]:
    counting = _counting(on).filter(key__in=[each.key for each in wanted])
    found = {each.key: each for each in counting}
    return {each.key: _standing(each, filter(None, [found.get(each.key)])) for each in wanted}


def _counting(on: date) -> "QuerySet[LimitValue]":
    running = Q(valid_to__isnull=True) | Q(valid_to__gt=on)
    return LimitValue.objects.filter(running, valid_from__lte=on)


def _standing(known: Limit, counting: Iterable[LimitValue]) -> Standing:
    value = next(iter(counting), None)
    if value is None:
        return Standing(known, known.default, known.source, None)
    return Standing(known, value.value, value.source, value.valid_from)
