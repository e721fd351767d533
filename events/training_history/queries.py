"""Reads of the training history: what one learner, or the people of one agency, have taken part in.

Rows come from every source that is registered; seminars are one of them and stand here.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from django.db.models import Q, QuerySet
from django.utils import timezone

from events import letters
from events.minutes import minutes_of
from events.models import Participant
from events.registries import HistoryRow, HistoryWish, Learner, certificate_sources, history_sources
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
    people = [person for person in _attended(wish) if _is_meant(wish, person)]
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


def _is_meant(wish: HistoryWish, person: Participant) -> bool:
    learner = wish.learner
    return learner is None or learner.person_id is not None or fold(person.name) == learner.folded_name


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
    """One learner whom a search found, by somebody who stands for them."""

    participant_id: int
    name: str
    name_kana: str
    agency_name: str
    agency_public_id: str
    times: int


def learners(words: Iterable[str]) -> list[Found]:
    """Return who took part and bears these words in name, reading or agency, by reading. Two queries.

    However they are written: in hiragana, in another width, with another form of the same kanji. A reading
    has no folded column, so the words of all are looked at, and only those found are read whole.
    """
    everybody = Participant.objects.attended().exclude(name="")
    folded, wanted = cache(fold), [fold(word) for word in words]
    found_keys = [
        pk
        for pk, *texts in everybody.values_list("pk", "name", "name_kana", "application__agency_name")
        if all(any(word in folded(text) for text in texts) for word in wanted)
    ]
    people = everybody.filter(pk__in=found_keys).select_related("application__agency")
    groups: dict[Learner, list[Participant]] = {}
    for person in people.order_by("-session__starts_at", "-id"):
        groups.setdefault(learner_of(person), []).append(person)
    found = [_found(members) for members in groups.values()]
    return sorted(found, key=lambda each: (each.name_kana, each.name))[:MOST_FOUND]


def _found(members: list[Participant]) -> Found:
    latest = members[0]
    agency = latest.application.agency
    return Found(
        participant_id=latest.pk,
        name=latest.name,
        name_kana=latest.name_kana,
        agency_name=latest.application.agency_name,
        agency_public_id=agency.public_id if agency else "",
        times=len(members),
    )
