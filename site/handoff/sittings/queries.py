"""Reads of the committee's room for rules and screens; they take what `access` gave."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time
from uuid import UUID

from django.db.models import QuerySet

from accounts.models import Person
from handoff.cases.models import Case, LegalBasis
from handoff.disclosure.enums import BasisState
from handoff.models import Enrolment
from handoff.queries import people_enrolled

from .enums import ADVISING, BEING_PREPARED, SHOWN, ItemState, Place, QuestionState, SittingState
from .models import (
    Advice,
    AgendaLine,
    CaseItem,
    MinutesPart,
    NumberedCopy,
    QuickQuestion,
    Recusal,
    Seat,
    Sitting,
)
from .rules import SittingFacts, starts_of

ORDER = (Place.CHAIR, Place.MEMBER, Place.OBSERVER)


def seats_on(day: date) -> list[Seat]:
    """Return who sits in the committee on a day, the chair first."""
    found = Seat.objects.filter(since__lte=day, until__gte=day, ended_at=None).select_related("person")
    return sorted(
        found.order_by("person__name_kana", "since"), key=lambda seat: ORDER.index(Place(seat.place))
    )


def readers_of(sitting: Sitting) -> list[Seat]:
    """Return those to whom the papers of a sitting go."""
    return [
        seat for seat in seats_on(sitting.held_on) if seat.place in ADVISING or sitting.papers_for_observers
    ]


def advisers_on(day: date) -> QuerySet[Person]:
    """Return the members who may be asked on a day; observers are not."""
    seats = Seat.objects.filter(since__lte=day, until__gte=day, ended_at=None, place__in=ADVISING)
    return Person.objects.filter(pk__in=seats.values("person")).order_by("name_kana", "id")


def facts_of(sitting: Sitting, *, today: date) -> SittingFacts:
    """Return a sitting as its rules see it, of the cases that the asking actor sees. Four queries."""
    items = list(
        CaseItem.objects.filter(sitting=sitting)
        .exclude(state=ItemState.TAKEN_OFF)
        .select_related("basis", "material", "minutes")
    )
    lines = AgendaLine.objects.filter(sitting=sitting).values_list("minutes", flat=True)
    copies = NumberedCopy.objects.filter(sitting=sitting, handed_at__isnull=False, returned_at=None)
    return SittingFacts(
        state=SittingState(sitting.state),
        held_on=sitting.held_on,
        minutes_there=sitting.minutes_there,
        minutes_planned=sum(lines),
        cases=len(items),
        cases_without_paper=sum(1 for each in items if not hasattr(each, "material")),
        cases_without_footing=sum(1 for each in items if not each.footing.stands(today=today)),
        cases_without_minutes=sum(1 for each in items if not hasattr(each, "minutes")),
        readers=len(readers_of(sitting)),
        copies_out=copies.count(),
    )


@dataclass(frozen=True, kw_only=True)
class TimedLine:
    """A line of a 次第 with its hour; without item and words it is a case that this reader does not find."""

    line: AgendaLine
    starts_at: time
    item: CaseItem | None

    @property
    def is_hidden(self) -> bool:
        return self.line.item_id is not None and self.item is None

    @property
    def words(self) -> str:
        return str(self.line.get_word_display())


def timed_lines(sitting: Sitting, items: Iterable[CaseItem]) -> list[TimedLine]:
    """Return the 次第 in its order, with the hour of each line and the cases that are known here."""
    known = {item.pk: item for item in items if item.state != ItemState.TAKEN_OFF}
    lines = list(AgendaLine.objects.filter(sitting=sitting, minutes__gt=0))
    starts = starts_of(sitting.starts_at, [line.minutes for line in lines])
    return [
        TimedLine(line=line, starts_at=start, item=known.get(line.item_id) if line.item_id else None)
        for line, start in zip(lines, starts, strict=True)
    ]


def former_item(case: Case) -> CaseItem | None:
    """Return where a case stood last before the committee."""
    return (
        CaseItem.objects.filter(case=case)
        .exclude(state__in=(ItemState.WAITING, ItemState.TAKEN_OFF))
        .order_by("-sitting__held_on")
        .first()
    )


def waiting_item(case: Case) -> CaseItem | None:
    """Return a case as it waits for another sitting since its own was called off."""
    off = CaseItem.objects.filter(case=case, sitting__state=SittingState.CALLED_OFF, state=ItemState.WAITING)
    return off.order_by("-put_at").first()


def standing_bases(case: Case, *, today: date) -> QuerySet[LegalBasis]:
    """Return the consents and other grounds of a case that stand today."""
    return LegalBasis.objects.filter(
        case=case, state=BasisState.ACTIVE, since__lte=today, until__gte=today
    ).order_by("-written_at")


def resting_on(basis_id: UUID) -> list[str]:
    """Return what closes to the committee once this basis is taken back. Two queries."""
    items = CaseItem.objects.filter(basis=basis_id, sitting__state__in=SHOWN).select_related("sitting")
    asked = QuickQuestion.objects.filter(basis=basis_id).exclude(state=QuestionState.CLOSED)
    return [
        *(
            f"{item.sitting}の検討：委員は、資料と議事録を読めなくなります。"
            for item in items.exclude(state=ItemState.TAKEN_OFF).order_by("sitting__number")
        ),
        *(
            f"{each.asked_of.name}さんへの急ぎの質問：読むことも、返事を書くこともできなくなります。"
            for each in asked.select_related("asked_of").order_by("asked_at")
        ),
    ]


def unanswered_advice(advice: QuerySet[Advice]) -> QuerySet[Advice]:
    """Return advice for which the centre has not written what it did, the oldest first."""
    return advice.filter(response="").select_related("item__sitting").order_by("given_at")


def recused_from(case_ids: Iterable[UUID]) -> dict[UUID, list[Recusal]]:
    """Return for each case who has no part in it, as far as the asking actor sees. One query."""
    found: dict[UUID, list[Recusal]] = {}
    rows = Recusal.objects.filter(case__in=list(case_ids)).select_related("person")
    for row in rows.order_by("person__name_kana", "person_id"):
        found.setdefault(row.case_id, []).append(row)
    return found


@dataclass(frozen=True, kw_only=True)
class SeatLine:
    """A seat in the list of who sits there."""

    seat: Seat
    word: str
    kind: str

    @property
    def is_running(self) -> bool:
        return self.kind in ("done", "wait")


def seat_lines(seats: QuerySet[Seat], *, today: date) -> list[SeatLine]:
    """Return seats as the list shows them: running ones first, then coming ones, then those that are over."""

    def line(seat: Seat) -> SeatLine:
        if seat.ended_at or seat.until < today:
            return SeatLine(seat=seat, word="終わり", kind="ended")
        if seat.since > today:
            return SeatLine(seat=seat, word="これから", kind="wait")
        return SeatLine(seat=seat, word="任期中", kind="done")

    lines = [line(seat) for seat in seats.select_related("person").order_by("person__name_kana", "since")]
    ranks = ("done", "wait", "ended")
    return sorted(lines, key=lambda each: (ranks.index(each.kind), ORDER.index(Place(each.seat.place))))


def closing_with(seat: Seat) -> list[str]:
    """Return what closes to somebody whose seat ends now, besides the room itself. Two queries."""
    shown = Sitting.objects.filter(held_on__range=(seat.since, seat.until), state__in=SHOWN)
    asked = QuickQuestion.objects.filter(asked_of=seat.person_id, state=QuestionState.ASKED)
    found = ["委員会室に、入れなくなります。"]
    if sittings := "、".join(str(each) for each in shown.order_by("number")):
        found.append(f"{sittings}の資料と議事録を、読めなくなります。")
    if count := asked.count():
        found.append(f"返事を待っている急ぎの質問が、{count}件あります。ほかの委員に、聞きなおしてください。")
    return found


def people_to_seat(roles: Iterable[str]) -> QuerySet[Person]:
    """Return the people who are enrolled for the committee, now or later."""
    standing = Enrolment.objects.standing().filter(role__in=list(roles))
    return people_enrolled(standing)


def agenda_words(sitting: Sitting) -> list[tuple[AgendaLine, str]]:
    """Return the lines of an agenda with what they are called; a case by its number."""
    lines = AgendaLine.objects.filter(sitting=sitting).select_related("item")
    return [
        (line, line.item.case_reference if line.item else str(line.get_word_display()))
        for line in lines
        if not line.item or line.item.state != ItemState.TAKEN_OFF
    ]


def open_sittings(sittings: QuerySet[Sitting]) -> list[Sitting]:
    """Return the sittings whose papers did not go out yet, the next first."""
    return list(sittings.filter(state__in=BEING_PREPARED).order_by("held_on", "number"))


def minutes_words(item: CaseItem) -> str:
    """Return what the minutes say of a case, nothing before it is written."""
    part = MinutesPart.objects.filter(item=item).select_related("item").first()
    return part.unseal("words") if part else ""


def people_seated(seats: QuerySet[Seat]) -> list[Person]:
    """Return the people who sit or sat in the committee, each once."""
    people = Person.objects.filter(pk__in=[seat.person_id for seat in seats])
    return list(people.order_by("name_kana", "id"))
