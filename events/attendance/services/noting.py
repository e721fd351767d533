"""The door's book is written: who came, who left, what was wrong; the marks of attendance go along."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from events.attendance import queries, rules
from events.attendance.enums import FactKind, Means
from events.attendance.exceptions import DayRefused
from events.attendance.models import DoorFact
from events.enums import Attendance
from events.models import Participant, Session
from events.services.attendance import lock_seated_in_transaction, write_marks_in_transaction
from foundation.audit import chain
from foundation.decision import Decision
from foundation.transactions import assert_in_transaction

NOBODY = "この方の席は、いまありません。名簿を確かめてください。"


@dataclass(frozen=True)
class Times:
    """When somebody came and left, as it stands on a paper; `left` alone is refused."""

    arrived: datetime | None
    left: datetime | None


@transaction.atomic(durable=True)
def note(
    *,
    session: Session,
    participants: Collection[int],
    kind: FactKind,
    means: Means,
    actor: User,
    now: datetime,
) -> int:
    """Write down that these people came or left just now; returns of how many that was news.

    Whoever is here already does not come twice. Raises DayRefused, and then nothing is written.
    """
    people = lock_seated_in_transaction(session, participants)
    if not people:
        raise DayRefused(NOBODY)
    at = to_the_minute(now)
    spans = queries.spans_of(session)
    meeting = rules.meeting_at(spans, at)
    known = queries.facts_of(participants)
    facts = {pk: rules.by_meeting(lines, spans)[meeting] for pk, lines in known.items()}
    news = [person for person in people if not rules.says_nothing_new(kind, facts.get(person.pk, []))]
    for person in news:
        _insist_on_note(kind, facts.get(person.pk, []), at, spans[meeting], now=now)
    DoorFact.objects.bulk_create(_fact(person, kind, at, means, actor, now) for person in news)
    marks = dict.fromkeys((person.pk for person in people), Attendance.ATTENDED.value)
    write_marks_in_transaction(people, marks, now=now)
    if news:
        _record(f"attendance.{kind.value}", session, news, actor, now)
    return len(news)


@transaction.atomic(durable=True)
def take_back(*, session: Session, participant_id: int, actor: User, now: datetime, meeting: int = 0) -> None:
    """Withdraw the last thing that was written of somebody at one meeting of a date, from 0.

    With nothing left of any meeting they have no mark again. Raises DayRefused for somebody without a seat.
    """
    people = lock_seated_in_transaction(session, [participant_id])
    if not people:
        raise DayRefused(NOBODY)
    facts = queries.facts_of([participant_id]).get(participant_id, [])
    last = rules.standing(rules.by_meeting(facts, queries.spans_of(session))[meeting])[-1:]
    _withdraw_in_transaction(people[0], last, Means.LIST, actor, now)
    if len(rules.standing(facts)) == len(last):
        write_marks_in_transaction(people, {participant_id: Attendance.UNKNOWN.value}, now=now)
    _record("attendance.taken_back", session, people, actor, now)


@transaction.atomic(durable=True)
def set_times(
    *, session: Session, times: Mapping[int, Times], actor: User, now: datetime, meeting: int = 0
) -> int:
    """Write down times as they stand on a paper, by participant id, instead of what stood there before.

    Of a series the paper is that of one meeting, from 0. Neither time: nothing is known of them any more.
    Raises DayRefused, and then nothing is written.
    """
    people = lock_seated_in_transaction(session, times)
    _insist(rules.may_set_times(is_settled=bool(queries.settled_people(times))))
    facts, spans = queries.facts_of(times), queries.spans_of(session)
    marks = {}
    for person in people:
        given, dealt = times[person.pk], rules.by_meeting(facts.get(person.pk, []), spans)
        _withdraw_in_transaction(person, dealt[meeting], Means.PAPER, actor, now)
        _write_times_in_transaction(person, given, spans[meeting], actor, now)
        others = any(rules.stays(lines) for number, lines in enumerate(dealt) if number != meeting)
        came = given.arrived is not None or others
        marks[person.pk] = Attendance.ATTENDED.value if came else Attendance.UNKNOWN.value
    write_marks_in_transaction(people, marks, now=now)
    if people:
        _record("attendance.times_set", session, people, actor, now)
    return len(people)


@transaction.atomic(durable=True)
def set_meetings(
    *, session: Session, came: Mapping[int, Collection[int]], shown: int, actor: User, now: datetime
) -> int:
    """Write down to which of the first `shown` meetings of a series these people came, without times.

    `came` holds the meetings, from 0, by participant id; whoever came was there for the whole meeting. What
    stands in the book of a meeting to which they came stays. Raises DayRefused, and then nothing is written.
    """
    people = lock_seated_in_transaction(session, came)
    _insist(rules.may_set_times(is_settled=bool(queries.settled_people(came))))
    facts, spans = queries.facts_of(came), queries.spans_of(session)
    marks = {}
    for person in people:
        dealt = rules.by_meeting(facts.get(person.pk, []), spans)
        for number, lines in enumerate(dealt[:shown]):
            was_there, is_there = bool(rules.stays(lines)), number in came[person.pk]
            if was_there and not is_there:
                _withdraw_in_transaction(person, lines, Means.MARK, actor, now)
            elif is_there and not was_there:
                whole = Times(spans[number].starts_at, None)
                _write_times_in_transaction(person, whole, spans[number], actor, now, means=Means.MARK)
        later = any(rules.stays(lines) for lines in dealt[shown:])
        marks[person.pk] = (Attendance.ATTENDED if came[person.pk] or later else Attendance.UNKNOWN).value
    write_marks_in_transaction(people, marks, now=now)
    if people:
        _record("attendance.meetings_set", session, people, actor, now)
    return len(people)


def follow_marks_in_transaction(
    *, session: Session, marks: Mapping[int, str], actor: User, now: datetime
) -> None:
    """Withdraw the times of whoever is marked as absent or as unknown: the mark was written knowing more."""
    assert_in_transaction("follow_marks")
    gone = [pk for pk, mark in marks.items() if mark != Attendance.ATTENDED]
    facts = queries.facts_of(gone)
    for person in Participant.objects.filter(pk__in=facts, session=session).order_by("pk"):
        _withdraw_in_transaction(person, rules.standing(facts[person.pk]), Means.MARK, actor, now)


def to_the_minute(moment: datetime) -> datetime:
    """Return the minute in which this moment lies: times are read and written in minutes."""
    return timezone.localtime(moment).replace(second=0, microsecond=0)


def _write_times_in_transaction(
    person: Participant,
    given: Times,
    span: rules.Span,
    actor: User,
    now: datetime,
    *,
    means: Means = Means.PAPER,
) -> None:
    assert_in_transaction("write_times")
    written: list[rules.Fact] = []
    for kind, at in ((FactKind.ARRIVED, given.arrived), (FactKind.LEFT, given.left)):
        if at is None:
            continue
        _insist_on_note(kind, written, at, span, now=now)
        made = _fact(person, kind, at, means, actor, now)
        made.save()
        written.append(made.as_fact)


def _insist_on_note(
    kind: str, facts: Iterable[rules.Fact], at: datetime, span: rules.Span, *, now: datetime
) -> None:
    _insist(rules.may_note(kind, facts, timezone.localtime(at), span, now=timezone.localtime(now)))


def _insist(decision: Decision) -> None:
    if not decision.allowed:
        raise DayRefused(decision.reason)


def _withdraw_in_transaction(
    person: Participant, facts: Iterable[rules.Fact], means: Means, actor: User, now: datetime
) -> None:
    assert_in_transaction("withdraw")
    DoorFact.objects.bulk_create(
        DoorFact(
            participant=person,
            kind=FactKind.WITHDRAWN,
            at=fact.at,
            means=means,
            withdraws_id=fact.key,
            noted_at=now,
            noted_by=actor,
        )
        for fact in facts
    )


def _fact(
    person: Participant, kind: FactKind, at: datetime, means: Means, actor: User, now: datetime
) -> DoorFact:
    return DoorFact(participant=person, kind=kind, at=at, means=means, noted_at=now, noted_by=actor)


def _record(verb: str, session: Session, people: Iterable[Participant], actor: User, now: datetime) -> None:
    fields = [f"participant:{person.pk}" for person in people]
    chain.record(verb, actor=actor, subject=session, now=now, fields=fields)
