"""What a draw gave, as it was when the lots were drawn: from the ledger, whatever has happened since."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import F, Q

from .enums import CorrectionKind, EntryKind, Way
from .models import Application, Correction, Participant, SeatEntry, Session
from .selection import lot

SEAT, PART, LINE = "席", "一部の席", "空き待ち"


@dataclass(frozen=True)
class DrawnLot:
    """One application in the drawn order, by its number alone."""

    place: int
    number: str
    lot: str
    people: str
    result: str


def drawn_lots(session: Session) -> list[DrawnLot]:
    """Return every application that took part in a session's draw, in the drawn order, with what it got.

    Three queries. Nothing of who applied is in it.
    """
    if session.decided_at is None:
        return []
    drawn = _drawn(session)
    people = _people(session, drawn)
    seats = dict.fromkeys((each.pk for each in drawn), 0)
    entries = SeatEntry.objects.filter(
        application__in=drawn, kind=EntryKind.SEATED, at=session.decided_at
    ).values_list("application", "people")
    for key, count in entries:
        seats[key] += count
    several = len(session.capacity) > 1
    ordered = sorted(drawn, key=lambda each: lot(session.draw_seed, each.number or ""))
    return [
        DrawnLot(
            place=place,
            number=each.number or "",
            lot=lot(session.draw_seed, each.number or ""),
            people=_people_in_words(people[each.pk], several=several),
            result=_result(seats[each.pk], sum(people[each.pk].values())),
        )
        for place, each in enumerate(ordered, start=1)
    ]


def _drawn(session: Session) -> list[Application]:
    """Return who took part: the draw gave each its place in the line, which only staff may have changed.

    An application that its agency's manager still held was not in the draw.
    """
    moved = Correction.objects.filter(kind=CorrectionKind.LINE).values("application")
    was_placed = Q(line_at=session.decided_at) | Q(pk__in=moved)
    stayed = Q(cancelled_at__isnull=True) | Q(cancelled_at__gte=F("session__decided_at"))
    found = Application.objects.filter(
        was_placed, stayed, session=session, typed_at__lte=F("session__decided_at")
    )
    return list(found)


def _people(session: Session, drawn: Sequence[Application]) -> dict[int, dict[str, int]]:
    """Return how many people of each way each application had when the lots were drawn."""
    counted: dict[int, dict[str, int]] = {each.pk: {} for each in drawn}
    stayed = Q(cancelled_at__isnull=True) | Q(cancelled_at__gte=session.decided_at)
    people = Participant.objects.filter(stayed, application__in=drawn)
    for key, way in people.values_list("application", "way"):
        counted[key][way] = counted[key].get(way, 0) + 1
    return counted


def _people_in_words(people: dict[str, int], *, several: bool) -> str:
    if not several:
        return f"{sum(people.values())}人"
    return "・".join(f"{way.label}{people[way]}人" for way in Way if way in people)


def _result(seats: int, people: int) -> str:
    if not seats:
        return LINE
    return SEAT if seats >= people else PART
