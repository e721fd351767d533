"""Reads of the training history: what one learner, or the people of one agency, have taken part in.

Rows come from every source that is registered; seminars are one of them and stand here.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache, partial

from django.db.models import Q, QuerySet
from django.utils import timezone

from events import letters
from events.access import unread_events
from events.enums import Audience
from events.minutes import minutes_of
from events.models import Participant
from events.registries import (
    HistoryRow,
    HistoryWish,
    IsWanted,
    KnownLearner,
    Learner,
    certificate_sources,
    history_sources,
    learner_sources,
)
from foundation.japanese.text import fold

MOST_FOUND = 300


def learner_of(participant: Participant) -> Learner:
    """Return who a participant is: a known person, or a name at an agency."""
    if participant.person_id is not None:
        return Learner(participant.person_id)
    return Learner(None, participant.application.folded_agency_name, fold(participant.name))


def history(wish: HistoryWish) -> list[HistoryRow]:
    """Return the rows of all sources, the latest first, on one day by name."""
    rows = [row for source in history_sources for row in source(wish)]
    rows.sort(key=lambda row: (row.name_kana, row.name))
    return sorted(rows, key=lambda row: row.on, reverse=True)


def seminar_rows(wish: HistoryWish) -> list[HistoryRow]:
    """Return the dates that people attended, as far as it is still known who they were.

    One query, and one for each source of certificates.
    """
    people = _readable(wish, [person for person in _attended(wish) if _is_meant(wish, person)])
    ids = [person.pk for person in people]
    certificates: dict[int, tuple[str, str]] = {}
    for source in certificate_sources:
        certificates |= source(ids)
    minutes = minutes_of(people)
    return [_row(person, certificates.get(person.pk, ("", "")), minutes[person.pk]) for person in people]


def _attended(wish: HistoryWish) -> QuerySet[Participant]:
    people = Participant.objects.attended().filter(erased_at__isnull=True)
    people = people.select_related("application", "session__event", "person")
    if wish.agency is not None:
        people = people.filter(application__agency=wish.agency)
    if wish.learner is not None:
        people = people.filter(
            Q(person=wish.learner.person_id)
            if wish.learner.person_id is not None
            else Q(person__isnull=True, application__folded_agency_name=wish.learner.folded_agency)
        )
    return people.order_by("session__starts_at", "id")


def _readable(wish: HistoryWish, people: list[Participant]) -> list[Participant]:
    """Leave out what the reader does not read, unless they took part themselves.

    That is asked only where something is for invited people.
    """
    if wish.reader is None:
        return people
    own, events = wish.reader.person_id, [person.session.event for person in people]
    hidden = unread_events(wish.reader, (each.pk for each in events if each.audience == Audience.INVITED))
    return [person for person in people if person.session.event_id not in hidden or person.person_id == own]


def _is_meant(wish: HistoryWish, person: Participant) -> bool:
    learner = wish.learner
    return learner is None or learner.person_id is not None or learner.bears(person.name)


def _row(person: Participant, certificate: tuple[str, str], minutes: int | None) -> HistoryRow:
    event = person.session.event
    number, path = certificate
    return HistoryRow(
        on=timezone.localdate(person.session.starts_at),
        title=letters.full_title(event),
        number=event.number,
        kind=event.get_kind_display(),
        name=person.name,
        name_kana=person.name_kana,
        agency_name=person.application.agency_name,
        minutes=minutes,
        result=person.get_attendance_display(),
        certificate=number,
        certificate_path=path,
    )


@dataclass(frozen=True)
class Found:
    """One learner whom a search found, as the latest thing that they learned knows them."""

    source: str
    latest: KnownLearner
    times: int


def learners(words: Iterable[str]) -> list[Found]:
    """Return who learned something and bears these words in name, reading or agency, by reading.

    However they are written: in hiragana, in another width, with another form of the same kanji. Whoever
    several sources know is one. Two queries for seminars, and those of other sources.
    """
    is_wanted = partial(_is_wanted, cache(fold), [fold(word) for word in words])
    groups: dict[Learner, list[tuple[str, KnownLearner]]] = {}
    for name, source in learner_sources.items():
        for each in source.wanted(is_wanted):
            if each.learner.is_somebody:
                groups.setdefault(each.learner, []).append((name, each))
    found = [Found(*max(known, key=lambda each: each[1].on), len(known)) for known in groups.values()]
    return sorted(found, key=lambda each: (each.latest.name_kana, each.latest.name))[:MOST_FOUND]


def _is_wanted(folded: Callable[[str], str], wanted: Iterable[str], *texts: str) -> bool:
    return all(any(word in folded(text) for text in texts) for word in wanted)


def wanted_participants(is_wanted: IsWanted) -> list[KnownLearner]:
    """Return who came to a seminar and is looked for. Two queries.

    A reading has no folded column, so the words of all are looked at, and only those found are read whole.
    """
    everybody = Participant.objects.attended().exclude(name="")
    rows = everybody.values_list("pk", "name", "name_kana", "application__agency_name")
    found = [pk for pk, name, kana, agency in rows if is_wanted(name, kana, agency)]
    return [_known(each) for each in _whole().filter(pk__in=found)]


def participant_by_key(key: int) -> KnownLearner | None:
    """Return somebody who took part; None where nobody knows the name."""
    found = _whole().filter(pk=key).exclude(name="").first()
    return _known(found) if found is not None else None


def _whole() -> QuerySet[Participant]:
    people = Participant.objects.select_related("application__agency", "person", "session")
    return people.order_by("-session__starts_at", "-id")


def _known(participant: Participant) -> KnownLearner:
    application = participant.application
    return KnownLearner(
        key=participant.pk,
        learner=learner_of(participant),
        name=participant.name,
        name_kana=participant.name_kana,
        agency_name=application.agency_name,
        agency_public_id=application.agency.public_id if application.agency else "",
        on=timezone.localdate(participant.session.starts_at),
        subject=participant.person or participant,
    )
