"""How somebody stands to the records of a case or a hand-off; absent and forbidden are the same 404."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404

from handoff.actors import Actor
from handoff.cases.access import cases_for, relations
from handoff.cases.models import Case
from handoff.cases.rules import Act, allows
from handoff.disclosure.enums import Part
from handoff.machine.access import handoff_for, hands_of, readable_now
from handoff.machine.enums import RUNNING, Hand, Side
from handoff.machine.models import Handoff
from handoff.machine.queries import facts_of
from handoff.machine.rules import ON_BEHALF

from .enums import Use
from .models import WorkingRecord
from .rules import Sharing, Word


@dataclass(frozen=True, kw_only=True)
class Ground:
    """A case, or a hand-off of it, as this actor stands to it now."""

    case_id: UUID
    key: UUID
    reference: str
    subject: Handoff | Case
    handoff: Handoff | None
    hands: frozenset[Hand]
    reading: frozenset[Side]
    writing: frozenset[Side]
    readable: frozenset[Part]

    @property
    def back(self) -> tuple[str, UUID]:
        """Return name and id of the page that the records hang on."""
        return ("handoff:detail", self.handoff.pk) if self.handoff else ("handoff:case", self.case_id)

    @property
    def is_on_paper(self) -> bool:
        """Whether the receiver has nobody here, so that the asking side writes down its word."""
        return self.handoff is not None and self.handoff.way_of in ON_BEHALF

    def sides(self, use: Use, sharing: Sharing) -> frozenset[Side]:
        """Return for which sides this actor may use a kind of record at all, its state left aside."""
        sides = self.reading if use == Use.READ else self.writing
        return sides if sharing.tells_of <= self.readable else sides - {Side.RECEIVER}

    def opens(self, use: Use, sharing: Sharing, *, state: str) -> bool:
        """Return whether this actor may do this with a record in this state."""
        return sharing.opens(use, self.sides(use, sharing), state=state)

    def words(self, known: Iterable[Word]) -> list[Word]:
        """Keep the words that this actor may read: all, or those whose parts are readable to the receiver."""
        is_giver = Side.GIVER in self.reading
        return [word for word in known if is_giver or word.part is None or word.part in self.readable]


def ground_of_case(actor: Actor, case_id: UUID, *, today: date) -> Ground:
    """Return how the people of a case stand to it. Raises Http404 for everybody else."""
    case = cases_for(actor, today=today).filter(pk=case_id).first()
    if case is None:
        raise Http404
    return Ground(
        case_id=case.pk,
        key=case.key,
        reference=case.reference,
        subject=case,
        handoff=None,
        hands=frozenset(),
        reading=frozenset({Side.GIVER}),
        writing=_writing(actor, case, today=today),
        readable=frozenset(),
    )


def ground_of_handoff(actor: Actor, handoff_id: UUID, *, today: date) -> Ground:
    """Return how somebody of one of its two sides stands to a hand-off. Raises Http404 for everybody else."""
    handoff = handoff_for(actor, handoff_id, today=today)
    hands = hands_of(actor, handoff, today=today)
    case = cases_for(actor, today=today).filter(pk=handoff.case_id).first()
    reading = {Side.GIVER} if case else set[Side]()
    writing = set(_writing(actor, case, today=today)) if case else set[Side]()
    readable = frozenset[Part]()
    if Hand.RECEIVER in hands:
        readable = readable_now(handoff, facts_of(handoff), today=today)
        reading.add(Side.RECEIVER)
        if handoff.state in RUNNING:
            writing.add(Side.RECEIVER)
    return Ground(
        case_id=handoff.case_id,
        key=handoff.key,
        reference=handoff.reference,
        subject=handoff,
        handoff=handoff,
        hands=hands,
        reading=frozenset(reading),
        writing=frozenset(writing),
        readable=readable,
    )


def ground_for(
    actor: Actor, *, case_id: UUID | None = None, handoff_id: UUID | None = None, today: date
) -> Ground:
    """Return the ground that an address names: a hand-off, or a case alone. Raises Http404."""
    if handoff_id is not None:
        return ground_of_handoff(actor, handoff_id, today=today)
    assert case_id is not None
    return ground_of_case(actor, case_id, today=today)


def ground_of(actor: Actor, record: WorkingRecord, *, today: date) -> Ground:
    """Return the ground of a record. Raises Http404."""
    return ground_for(actor, case_id=record.case_id, handoff_id=record.handoff_id, today=today)


def records_on[R: WorkingRecord](rows: QuerySet[R], ground: Ground) -> QuerySet[R]:
    """Keep the records of a ground: those beside its hand-off, or those of the case that stand alone."""
    return rows.filter(case_id=ground.case_id, handoff=ground.handoff)


def readable_on[R: WorkingRecord](rows: QuerySet[R], ground: Ground, sharing: Sharing) -> QuerySet[R]:
    """Keep the records of a ground whose state lets this actor read them."""
    states = _states(sharing, ground.sides(Use.READ, sharing))
    return records_on(rows, ground).filter(state__in=states)


def _states(sharing: Sharing, sides: Iterable[Side]) -> set[str]:
    return {state for side in sides for state in sharing.allowed.get((side, Use.READ), ())}


def record_for[R: WorkingRecord](
    rows: QuerySet[R], actor: Actor, pk: UUID, sharing: Sharing, use: Use, *, today: date, state: str = ""
) -> tuple[R, Ground]:
    """Return a record with which this actor may do this now, and how they stand to it. Raises Http404.

    Records without a state of their own say under which word the table knows them.
    """
    found = rows.filter(pk=pk).first()
    if found is None:
        raise Http404
    ground = ground_of(actor, found, today=today)
    if not ground.opens(use, sharing, state=state or str(found.state)):  # type: ignore[attr-defined]  # -- each kind has one
        raise Http404
    return found, ground


def _writing(actor: Actor, case: Case, *, today: date) -> frozenset[Side]:
    held = allows(Act.WRITE, relations(actor, case, today=today), is_closed=case.closed_on is not None)
    return frozenset({Side.GIVER}) if held else frozenset()
