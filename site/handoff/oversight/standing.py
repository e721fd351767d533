"""Somebody who could read something, and the times of it: days, enrolments, what they have in common."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from handoff.models import Enrolment

from .rules import Interval, both


@dataclass(frozen=True, kw_only=True)
class CouldRead:
    """Somebody who could read something of a case, why, what, and from when to when."""

    person: str
    side: str
    why: str
    what: str
    time: Interval


def one(enrolment: Enrolment, why: str, what: str, asked: Interval, *times: Interval) -> Iterator[CouldRead]:
    """Give somebody by an enrolment of theirs, if all these times have something in common."""
    shared = both(asked, enrolled_time(enrolment), *times)
    if shared is not None:
        side = enrolment.agency.name if enrolment.agency else "センター"
        yield CouldRead(person=enrolment.person.name, side=side, why=why, what=what, time=shared)


def enrolled_time(enrolment: Enrolment) -> Interval:
    """Return when an enrolment opened the door: approved, within its days, until it or its agency ended."""
    assert enrolment.approved_at is not None
    ends = [night(enrolment.valid_until)]
    if enrolment.ended_at is not None:
        ends.append(enrolment.ended_at)
    if enrolment.agency is not None and enrolment.agency.closed_on is not None:
        ends.append(morning(enrolment.agency.closed_on))
    return Interval(since=max(morning(enrolment.valid_from), enrolment.approved_at), until=min(ends))


def at(enrolled: Iterable[Enrolment], agency_id: int | None, roles: frozenset[str]) -> list[Enrolment]:
    """Keep the enrolments at an agency, or at the centre, in these roles."""
    return [each for each in enrolled if each.agency_id == agency_id and each.role in roles]


def of(
    enrolled: Iterable[Enrolment], person_id: int | None, agency_id: int | None, roles: frozenset[str]
) -> list[Enrolment]:
    """Keep those of one person."""
    return [each for each in at(enrolled, agency_id, roles) if each.person_id == person_id]


def days(since: date, ended_on: date | None) -> Interval:
    """Return the time of somebody who was named on a day; whoever ended may have read until that evening."""
    return Interval(since=morning(since), until=night(ended_on) if ended_on else None)


def morning(day: date) -> datetime:
    """Return when a day begins."""
    return datetime.combine(day, time.min, tzinfo=timezone.get_current_timezone())


def night(day: date) -> datetime:
    """Return the last second of a day."""
    return morning(day + timedelta(days=1)) - timedelta(seconds=1)
