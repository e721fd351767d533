"""Reads of figures for pages, sheets and the desk."""

from collections.abc import Collection, Iterable
from datetime import date

from django.db.models import F

from .enums import DOUBTFUL, State
from .models import DatedFact, DatedFactQuerySet
from .rules import version_on


def facts_for(keys: Collection[str], day: date) -> dict[str, DatedFact]:
    """Return the value that counts on this day for each key, in one query; unknown keys are left out."""
    return _counting(DatedFact.objects.filter(key__in=keys), day)


def all_facts_on(day: date) -> dict[str, DatedFact]:
    """Return the value of every figure that counts on this day, in one query."""
    return _counting(every_value(), day)


def every_value() -> DatedFactQuerySet:
    """Return every value of every figure, former ones too."""
    return DatedFact.objects.all()


def rows_that_count(day: date) -> DatedFactQuerySet:
    """Return each figure once, as the row whose value counts on this day."""
    return DatedFact.objects.filter(pk__in=[fact.pk for fact in all_facts_on(day).values()])


def facts_chosen(numbers: Iterable[int | None], day: date) -> dict[int, DatedFact]:
    """Return for each chosen row the value of the same figure that counts on this day, in one query.

    Pages keep the number of the row that was chosen once; readers get what has followed it since.
    """
    wanted = {number for number in numbers if number is not None}
    if not wanted:
        return {}
    keys = DatedFact.objects.filter(pk__in=wanted).values("key")
    versions = list(DatedFact.objects.filter(key__in=keys))
    counting = _counting(versions, day)
    return {each.pk: counting[each.key] for each in versions if each.pk in wanted}


def overdue(today: date) -> DatedFactQuerySet:
    """Return the figures in use that somebody should look at, first those never checked."""
    return DatedFact.objects.standing(DOUBTFUL, today).order_by(
        F("due_on").asc(nulls_first=True), "name", "pk"
    )


def in_state(facts: DatedFactQuerySet, state: str, today: date) -> DatedFactQuerySet:
    """Keep figures that stand so today; an unknown word keeps them all."""
    return facts.standing([State(state)], today) if state in State else facts


def _counting(facts: Iterable[DatedFact], day: date) -> dict[str, DatedFact]:
    versions: dict[str, list[DatedFact]] = {}
    for fact in facts:
        versions.setdefault(fact.key, []).append(fact)
    counting = {key: version_on(each, day) for key, each in versions.items()}
    return {key: fact for key, fact in counting.items() if fact is not None}
