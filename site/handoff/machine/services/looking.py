"""What the clock does: it closes what fell away, holds what lost its footing, ends what nobody opened.

A limit never opens anything. Whoever reads is asked anew each time, so nothing waits for this to be closed.
"""

from datetime import datetime
from uuid import UUID, uuid5

from django.utils import timezone

from foundation.centre.queries import current_centre
from foundation.japanese.business_days import business_days_between
from foundation.limits.queries import limit
from handoff.access import opened
from handoff.actors import CLOCK
from handoff.disclosure.rules import basis_stands, safeguard_stands
from handoff.exceptions import Refused
from handoff.machine.access import locked_handoff, open_now
from handoff.machine.enums import RUNNING, Deed, State
from handoff.machine.limits import ACKNOWLEDGE
from handoff.machine.models import Handoff
from handoff.machine.queries import facts_of, running_ids
from handoff.machine.reasons import FOOTING
from handoff.machine.rules import HandoffFacts

from .asking import ask_for_approvals
from .ledger import keep_ledger_in_transaction
from .moving import Answer, move

# A request that nobody opened ends by itself after one and a half times its limit.
EXPIRES_AFTER = 1.5


def look_after_all(*, now: datetime) -> int:
    """Bring every hand-off that was sent and has not ended up to this moment; returns how many moved."""
    with opened(CLOCK, now=now):
        ids = running_ids()
    moved = sum(look_after(handoff_id=each, now=now) for each in ids)
    ask_for_approvals(now=now)
    return moved


def look_after(*, handoff_id: UUID, now: datetime) -> bool:
    """Bring one hand-off up to this moment; again it does nothing. Returns whether it moved."""
    today = timezone.localdate(now)
    with opened(CLOCK, now=now):
        handoff = locked_handoff(CLOCK, handoff_id, today=today)
        facts = facts_of(handoff)
        keep_ledger_in_transaction(handoff, is_open=open_now(handoff, facts, today=today), now=now)
        deed = _deed_of_the_clock(handoff, facts, now=now)
    return deed is not None and _moved(handoff, deed, now=now)


def _deed_of_the_clock(handoff: Handoff, facts: HandoffFacts, *, now: datetime) -> Deed | None:
    today = timezone.localdate(now)
    stands = (
        basis_stands(facts.basis, parts=facts.parts, today=today),
        safeguard_stands(facts.safeguard, category=facts.category, parts=facts.parts, today=today),
    )
    if facts.state in RUNNING and not all(each.allowed for each in stands):
        return Deed.PAUSE
    if facts.state == State.REQUESTED and not facts.was_opened and handoff.sent_at:
        sent = timezone.localdate(handoff.sent_at)
        passed = business_days_between(sent, today, current_centre().hours.closures)
        return Deed.EXPIRE if passed > limit(ACKNOWLEDGE, on=today) * EXPIRES_AFTER else None
    return None


def _moved(handoff: Handoff, deed: Deed, *, now: datetime) -> bool:
    """Do a deed of the clock, unless somebody was faster: then the next look decides."""
    key = uuid5(handoff.pk, f"{deed}:{handoff.version}")
    code = FOOTING if deed == Deed.PAUSE else ""
    try:
        move(
            handoff_id=handoff.pk,
            deed=deed,
            answer=Answer(seen=handoff.version, key=key, code=code),
            actor=CLOCK,
            now=now,
        )
    except Refused:
        return False
    return True
