"""Which paper may be printed when, and by which side; and when a parcel counts as received."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from foundation.decision import YES, Decision, no
from handoff.days import may_have_been
from handoff.machine.enums import ENDED, Side, State
from handoff.safeguards.enums import Way

from .enums import BY_POST, Paper, Travel


@dataclass(frozen=True, kw_only=True)
class PaperFacts:
    """A hand-off as its papers see it; `open_parts` counts what its receiver may read today."""

    state: State
    way: Way
    is_sent: bool
    is_asked_by_centre: bool
    tasks: int
    open_parts: int


@dataclass(frozen=True, kw_only=True)
class Needs:
    """What one paper needs before it may be printed, and who prints it."""

    sides: frozenset[Side]
    is_sent: bool = True
    is_going_on: bool = True
    of_the_centre: bool = False
    with_tasks: bool = False
    with_open_parts: bool = False
    way: Way | None = None


_GIVER = frozenset({Side.GIVER})
# Whoever reads here prints what they read here anyway, and nothing else.
_BOTH = frozenset({Side.GIVER, Side.RECEIVER})
NEEDS: Mapping[Paper, Needs] = {
    Paper.COVER: Needs(sides=_GIVER),
    # Numbers of letters are the centre's own series; an agency that asks has one of its own.
    Paper.LETTER: Needs(sides=_GIVER, of_the_centre=True),
    Paper.RECEIPT: Needs(sides=_GIVER),
    Paper.PACKAGE: Needs(sides=_BOTH, with_open_parts=True),
    Paper.REPLY: Needs(sides=_GIVER),
    # Ready before anything leaves: without it nothing may leave.
    Paper.PLEDGE: Needs(sides=_GIVER, is_sent=False, of_the_centre=True),
    Paper.ROLES: Needs(sides=_BOTH, with_tasks=True),
    Paper.PLAN: Needs(sides=_BOTH, with_tasks=True),
    Paper.SLIP: Needs(sides=_GIVER, is_going_on=False, way=Way.REFERENCE),
}
# What tells of a person; the rest may lie open on a desk.
CONFIDENTIAL = frozenset({Paper.PACKAGE, Paper.ROLES, Paper.PLAN})


def is_offered(paper: Paper, facts: PaperFacts, *, sides: frozenset[Side]) -> bool:
    """Return whether a paper stands in the list of somebody who acts for these sides, ready or not."""
    needs = NEEDS[paper]
    if not needs.sides & sides or (needs.of_the_centre and not facts.is_asked_by_centre):
        return False
    return needs.way in (None, facts.way)


def may_print(paper: Paper, facts: PaperFacts) -> Decision:
    """Return whether a paper that is offered can be printed now."""
    needs = NEEDS[paper]
    if needs.is_going_on and facts.state in ENDED:
        return no("この引継ぎは、終わっています。")
    if needs.is_sent and not facts.is_sent:
        return no("承認されて、送ってからです。")
    if needs.with_tasks and not facts.tasks:
        return no("役割を、まだ書いていません。")
    if needs.with_open_parts and not facts.open_parts:
        return no("相手に開いている書類が、いまはありません。")
    return YES


def may_send(*, travel: Travel, sent_on: date, tracking: str, today: date) -> Decision:
    """Return whether a parcel may be written down as sent: in the past, and by post with its number."""
    been = may_have_been(sent_on, today=today, what="送った日")
    if not been.allowed:
        return been
    if travel in BY_POST and not tracking.strip():
        return no(f"{travel.label}のときは、お問い合わせ番号を書いてください。")
    return YES


def may_receive(*, sent_on: date, received_on: date, is_received: bool, today: date) -> Decision:
    """Return whether a receipt may be written down as back."""
    if is_received:
        return no("この受領書は、もう記録してあります。")
    if received_on < sent_on:
        return no("受け取った日は、送った日か、それよりあとの日を書いてください。")
    if received_on > today:
        return no("受け取った日は、今日か、今日より前の日を書いてください。")
    return YES
