"""Reads of what is still to be written: who came to which meeting without anything for it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from outreach.study_groups.models import Community, PlanRow
from outreach.study_groups.registries import Came, presence_sources

from .models import Appointment, Honorarium
from .queries import meetings_of, served_in


@dataclass(frozen=True)
class ToBePaid:
    """A meeting that was held and for which nothing is written yet, with the terms of who came."""

    row: PlanRow
    on: date
    terms: tuple[Appointment, ...]


def to_be_paid(community: Community, year: int, written: Iterable[Honorarium]) -> list[ToBePaid]:
    """Return the meetings of a fiscal year to which members came, without those written, the latest first."""
    came = {row: each for source in presence_sources for row, each in source(community, year).items()}
    known = {each.row_id for each in written}
    rows = [row for row in meetings_of(community, year) if row.pk in came and row.pk not in known]
    served = served_in(community, year) if rows else []
    found = [ToBePaid(row, came[row.pk].on, _there(served, came[row.pk])) for row in rows]
    return sorted((each for each in found if each.terms), key=lambda each: each.on, reverse=True)


def _there(terms: Iterable[Appointment], came: Came) -> tuple[Appointment, ...]:
    return tuple(
        each for each in terms if each.person_id in came.people and each.since <= came.on <= each.last_day
    )
