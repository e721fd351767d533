"""Reading of the register, of who read what an agency shared, and of who could read and did read a case."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.http import Http404
from django.utils import timezone

from handoff.access import opened
from handoff.actors import Actor
from handoff.cases.models import Case
from handoff.machine.access import handoff_for, hands_of
from handoff.machine.enums import Hand
from handoff.machine.models import Handoff
from handoff.oversight.access import overseen_case, provisions_for
from handoff.oversight.could import could_read
from handoff.oversight.readings import ReadingLine, readings_of, readings_of_parts
from handoff.oversight.register import RegisterLine, months_of, of_month, register_lines
from handoff.oversight.rules import Interval
from handoff.oversight.standing import CouldRead


@dataclass(frozen=True, kw_only=True)
class Trace:
    """Who could read a case in some time, and who did."""

    case: Case
    could: Sequence[CouldRead]
    did: Sequence[ReadingLine]


def read_register(
    *, month: date | None, actor: Actor, now: datetime, verb: str = "read"
) -> tuple[list[date], list[RegisterLine]]:
    """Return the months of the register, and its lines of one month or of all. A file of it is an event."""
    with opened(actor, now=now) as opening:
        records = provisions_for(actor, today=timezone.localdate(now))
        months = months_of(records)
        lines = register_lines(of_month(records, month) if month else records)
        assert actor.user is not None
        opening.note(f"oversight.register_{verb}", actor.user)
    return months, lines


def read_shared(*, handoff_id: UUID, actor: Actor, now: datetime) -> tuple[Handoff, list[ReadingLine]]:
    """Return who of the other side read what this side shared. Raises Http404 for the receiving side."""
    today = timezone.localdate(now)
    with opened(actor, now=now) as opening:
        handoff = handoff_for(actor, handoff_id, today=today)
        if Hand.GIVER not in hands_of(actor, handoff, today=today):
            raise Http404
        opening.note("oversight.shared_read", handoff)
        return handoff, [line for _, line in readings_of_parts([handoff])]


def trace(*, reference: str, since: datetime, until: datetime, actor: Actor, now: datetime) -> Trace:
    """Return who could read a case between two moments, and who did. Raises Http404, Shredded."""
    with opened(actor, now=now) as opening:
        case = overseen_case(actor, reference)
        opening.note("oversight.traced", case)
        return Trace(
            case=case,
            could=could_read(case, Interval(since=since, until=until)),
            did=readings_of(case, since=since, until=until),
        )
