"""Who could read a case between two moments: who worked on it, led, stood in, or was given an open part."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from accounts.enums import PrivateRole
from handoff.actors import CASEWORK, LEADING
from handoff.cases.models import Case
from handoff.disclosure.enums import Part
from handoff.machine.enums import Provision
from handoff.machine.models import Handoff
from handoff.models import Enrolment
from handoff.safeguards.enums import Way

from .rules import Interval, both, open_times

KEEPING = LEADING | {PrivateRole.PRIVACY_OFFICER}


@dataclass(frozen=True, kw_only=True)
class CouldRead:
    """Somebody who could read something of a case, why, what, and from when to when."""

    person: str
    side: str
    why: str
    what: str
    time: Interval


def could_read(case: Case, asked: Interval) -> list[CouldRead]:
    """Return who could read anything of a case in this time, those who could first before the rest."""
    opened = Interval(since=_morning(case.opened_on))
    enrolled = list(Enrolment.objects.filter(approved_at__isnull=False).select_related("person", "agency"))
    found = [*_own_side(case, enrolled, asked, opened), *_receiving_side(case, enrolled, asked)]
    return sorted(found, key=lambda each: (each.time.since, each.side, each.person, each.what))


def _own_side(
    case: Case, enrolled: Sequence[Enrolment], asked: Interval, opened: Interval
) -> Iterator[CouldRead]:
    for enrolment in _at(enrolled, None, KEEPING):
        yield from _one(enrolment, "責任者など", "すべて", asked, opened)
    for worker in case.workers.select_related("person"):
        days = _days(worker.since, worker.ended_on)
        for enrolment in _of(enrolled, worker.person_id, None, CASEWORK):
            yield from _one(enrolment, worker.get_place_display(), "すべて", asked, opened, days)
    for standing in case.stand_ins.select_related("person"):
        day = Interval(since=standing.opened_at, until=_night(standing.day))
        for enrolment in _of(enrolled, standing.person_id, None, CASEWORK):
            yield from _one(enrolment, "代わりに開いた", "すべて", asked, day)


def _receiving_side(case: Case, enrolled: Sequence[Enrolment], asked: Interval) -> Iterator[CouldRead]:
    for handoff in case.handoffs.select_related("performer").prefetch_related("receivers__person"):
        records = handoff.provisions.filter(kind__in=(Provision.OPENED, Provision.CLOSED)).order_by("number")
        times = open_times([(each.at, each.part, each.kind == Provision.OPENED) for each in records])
        for part, intervals in times.items():
            for is_open in intervals:
                yield from _of_part(handoff, Part(part), is_open, enrolled, asked)


def _of_part(
    handoff: Handoff, part: Part, is_open: Interval, enrolled: Sequence[Enrolment], asked: Interval
) -> Iterator[CouldRead]:
    agency = handoff.performer_id
    if handoff.way != Way.HERE:
        shared = both(asked, is_open)
        if shared is not None:
            name = handoff.performer.name if handoff.performer else "センター"
            yield CouldRead(
                person="紙で受け取った人", side=name, why="渡し方が紙", what=part.label, time=shared
            )
    # What was handed over on paper stands open on the screen too, to whoever is enrolled there, also later.
    leading = frozenset({PrivateRole.AGENCY_COORDINATOR}) if agency else KEEPING
    for enrolment in _at(enrolled, agency, leading):
        yield from _one(enrolment, "受け取る側の窓口", part.label, asked, is_open)
    for receiver in handoff.receivers.all():
        days = _days(receiver.since, receiver.ended_on)
        for enrolment in _of(enrolled, receiver.person_id, agency, frozenset(PrivateRole) - leading):
            yield from _one(enrolment, receiver.get_place_display(), part.label, asked, is_open, days)


def _one(enrolment: Enrolment, why: str, what: str, asked: Interval, *times: Interval) -> Iterator[CouldRead]:
    shared = both(asked, enrolled_time(enrolment), *times)
    if shared is not None:
        side = enrolment.agency.name if enrolment.agency else "センター"
        yield CouldRead(person=enrolment.person.name, side=side, why=why, what=what, time=shared)


def enrolled_time(enrolment: Enrolment) -> Interval:
    """Return when an enrolment opened the door: approved, within its days, until it or its agency ended."""
    assert enrolment.approved_at is not None
    ends = [_night(enrolment.valid_until)]
    if enrolment.ended_at is not None:
        ends.append(enrolment.ended_at)
    if enrolment.agency is not None and enrolment.agency.closed_on is not None:
        ends.append(_morning(enrolment.agency.closed_on))
    return Interval(since=max(_morning(enrolment.valid_from), enrolment.approved_at), until=min(ends))


def _at(enrolled: Iterable[Enrolment], agency_id: int | None, roles: frozenset[str]) -> list[Enrolment]:
    return [each for each in enrolled if each.agency_id == agency_id and each.role in roles]


def _of(
    enrolled: Iterable[Enrolment], person_id: int | None, agency_id: int | None, roles: frozenset[str]
) -> list[Enrolment]:
    return [each for each in _at(enrolled, agency_id, roles) if each.person_id == person_id]


def _days(since: date, ended_on: date | None) -> Interval:
    """Return the time of somebody who was named on a day; whoever ended may have read until that evening."""
    return Interval(since=_morning(since), until=_night(ended_on) if ended_on else None)


def _morning(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=timezone.get_current_timezone())


def _night(day: date) -> datetime:
    return _morning(day + timedelta(days=1)) - timedelta(seconds=1)
