"""Who may do what in a community, how it lives, and how a year's plan is counted."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from foundation.decision import YES, Decision
from foundation.japanese.dates import fiscal_year

from .enums import (
    ASSOCIATIONS,
    COMMITTEES,
    OPEN_KINDS,
    STEERING,
    WITH_A_SHELF,
    Action,
    Capacity,
    CommunityKind,
    CommunityState,
    PlanState,
    RowState,
)

FIRST_MONTH, MONTHS = 4, 12

_EVERY_STATE = frozenset(CommunityState)
_ALIVE = frozenset({CommunityState.ACTIVE, CommunityState.RESTING})
_ACTIVE = frozenset({CommunityState.ACTIVE})
_NOT_CLOSED = _EVERY_STATE - {CommunityState.CLOSED}
_EVERY_KIND = frozenset(CommunityKind)

_CENTRE = frozenset({Capacity.STAFF, Capacity.MANAGER})
_RUNNERS = _CENTRE | {Capacity.FACILITATOR, Capacity.SECRETARY}
_MEMBERS = frozenset({Capacity.MEMBER, Capacity.DELEGATE})
# Whoever speaks for a member agency as a whole.
HEADS = frozenset({Capacity.DELEGATE, Capacity.AGENCY_ADMIN})
_SEATED = frozenset({Capacity.APPOINTED, Capacity.CHAIR})
# Who was appointed there for a term.
BY_A_TERM = _SEATED | {Capacity.OBSERVER}
# Who stands there as a person, for no agency.
BY_THEMSELVES = frozenset({Capacity.FACILITATOR, Capacity.SECRETARY}) | BY_A_TERM
_TAKING_PART = _RUNNERS | _MEMBERS | _SEATED | {Capacity.OBSERVER}
# The chair; where nobody chairs, whoever runs the community. The centre's head writes down what was said.
_CONFIRMING = frozenset({Capacity.CHAIR, Capacity.FACILITATOR, Capacity.MANAGER})
_INSIDE = _RUNNERS | _MEMBERS | HEADS | _SEATED | {Capacity.OBSERVER}


@dataclass(frozen=True)
class Allowed:
    """To whom an action is open, in which states of which kinds of communities."""

    to: frozenset[Capacity]
    states: frozenset[CommunityState]
    kinds: frozenset[CommunityKind] = _EVERY_KIND


# The whole of it: what is not written here is forbidden. Printed in the README, tested cell by cell.
ALLOWED: dict[Action, Allowed] = {
    Action.READ_PAGE: Allowed(frozenset(Capacity), _ALIVE, OPEN_KINDS),
    Action.ASK_TO_JOIN: Allowed(frozenset({Capacity.PARTNER, Capacity.GUEST}), _ACTIVE, OPEN_KINDS),
    Action.READ_HOME: Allowed(_INSIDE, _EVERY_STATE),
    Action.READ_ROSTER: Allowed(_INSIDE, _EVERY_STATE),
    Action.READ_SESSION: Allowed(_INSIDE | {Capacity.GUEST}, _EVERY_STATE),
    Action.ANSWER_SESSION: Allowed(_INSIDE | {Capacity.GUEST}, _ALIVE),
    Action.READ_SHELF: Allowed(_INSIDE | {Capacity.GUEST}, _EVERY_STATE, WITH_A_SHELF),
    Action.NAME_PEOPLE: Allowed(_CENTRE | HEADS, _NOT_CLOSED, OPEN_KINDS),
    Action.LEAVE: Allowed(HEADS, _NOT_CLOSED, OPEN_KINDS),
    Action.READ_BOARD: Allowed(_INSIDE - {Capacity.AGENCY_ADMIN}, _EVERY_STATE, OPEN_KINDS),
    Action.POST: Allowed(_RUNNERS | _MEMBERS, _ACTIVE, OPEN_KINDS),
    Action.MODERATE: Allowed(_RUNNERS, _EVERY_STATE, OPEN_KINDS),
    Action.WRITE_PLAN: Allowed(_RUNNERS, _NOT_CLOSED),
    Action.APPROVE_PLAN: Allowed(frozenset({Capacity.MANAGER}), _NOT_CLOSED),
    Action.HOLD_SESSION: Allowed(_RUNNERS, _ACTIVE),
    Action.FILL_SHELF: Allowed(_RUNNERS, _NOT_CLOSED, WITH_A_SHELF),
    Action.ADMIT: Allowed(_RUNNERS, _NOT_CLOSED, OPEN_KINDS),
    Action.INVITE_GUEST: Allowed(_RUNNERS, _ACTIVE),
    Action.NAME_FACILITATOR: Allowed(_CENTRE, _NOT_CLOSED),
    Action.CHANGE: Allowed(_RUNNERS, _NOT_CLOSED),
    Action.MOVE: Allowed(_CENTRE, _EVERY_STATE),
    Action.READ_MEETING: Allowed(_INSIDE, _EVERY_STATE),
    Action.ANSWER_POLL: Allowed(_TAKING_PART, _ALIVE),
    Action.COMMENT_MINUTES: Allowed(_TAKING_PART, _NOT_CLOSED),
    Action.PREPARE_MEETING: Allowed(_RUNNERS, _NOT_CLOSED),
    Action.CONFIRM_MINUTES: Allowed(_CONFIRMING, _NOT_CLOSED),
    # Whoever observes or runs a community never votes for being that.
    Action.VOTE: Allowed(_SEATED | {Capacity.DELEGATE}, _ACTIVE),
    Action.GIVE_PROXY: Allowed(HEADS, _ACTIVE, ASSOCIATIONS),
    Action.HOLD_ASSEMBLY: Allowed(_RUNNERS, _ACTIVE, ASSOCIATIONS),
    Action.ADOPT_RULES: Allowed(_CENTRE | {Capacity.SECRETARY}, _NOT_CLOSED, ASSOCIATIONS),
    Action.NAME_SECRETARY: Allowed(_CENTRE, _NOT_CLOSED, ASSOCIATIONS),
    # A secretariat that runs names its own people; whose turn it is, the centre writes down.
    Action.NAME_OFFICE_PEOPLE: Allowed(_CENTRE | {Capacity.SECRETARY}, _NOT_CLOSED, ASSOCIATIONS),
    Action.HAND_OVER: Allowed(_RUNNERS, _EVERY_STATE),
    Action.APPOINT: Allowed(frozenset({Capacity.MANAGER}), _NOT_CLOSED, COMMITTEES),
    Action.KEEP_APPOINTMENTS: Allowed(_CENTRE, _EVERY_STATE, COMMITTEES),
    Action.READ_OPINIONS: Allowed(_CENTRE | _SEATED | {Capacity.OBSERVER}, _EVERY_STATE, STEERING),
    Action.WRITE_OPINION: Allowed(_SEATED, _ALIVE, STEERING),
    Action.REPLY_TO_OPINION: Allowed(_CENTRE, _NOT_CLOSED, STEERING),
    Action.READ_CASE_SHEET: Allowed(_RUNNERS | _MEMBERS, _ALIVE, OPEN_KINDS),
    Action.WRITE_CASE_SHEET: Allowed(_CENTRE, _NOT_CLOSED, OPEN_KINDS),
}


def may(action: Action, capacities: Collection[Capacity], *, state: str, kind: str) -> bool:
    """Return whether somebody in these capacities may do this in a community of this kind and state."""
    allowed = ALLOWED[action]
    return state in allowed.states and kind in allowed.kinds and not allowed.to.isdisjoint(capacities)


def is_committee(kind: str) -> bool:
    """Return whether membership follows from appointments instead of agencies that join."""
    return kind in COMMITTEES


@dataclass(frozen=True)
class Move:
    """One step in a community's life: from which states, into which, the word on its button, what it does."""

    origins: frozenset[CommunityState]
    target: CommunityState
    word: str
    does: tuple[str, ...]


MOVES = {
    "open": Move(
        frozenset({CommunityState.PREPARING, CommunityState.RESTING}),
        CommunityState.ACTIVE,
        "活動を始める",
        (
            "回を案内し、入会を受け付けられるようになります。",
            "会の紹介は、だれでも読めます（委員会のほか）。",
        ),
    ),
    "rest": Move(
        _ACTIVE,
        CommunityState.RESTING,
        "お休みにする",
        (
            "新しい回の案内と、入会の申し込みを止めます。",
            "会のページと記録は、いまのまま読めます。いつでも、活動を始められます。",
        ),
    ),
    "close": Move(
        _ALIVE,
        CommunityState.CLOSED,
        "会を終える",
        (
            "紹介のページは、だれにも見えなくなります。回の案内、入会、書きこみも、できなくなります。",
            "会にいた方は、これまでの記録を読めます。",
            "まちがえて終えたときは、「終えたことを取り消す」で、お休みにもどせます。",
        ),
    ),
    "reopen": Move(
        frozenset({CommunityState.CLOSED}),
        CommunityState.RESTING,
        "終えたことを取り消す",
        ("お休みの会にもどります。続けて「活動を始める」と、回を案内できます。",),
    ),
}


def moves_from(state: str) -> list[str]:
    """Return the steps that a community in this state may take."""
    return [name for name, move in MOVES.items() if state in move.origins]


def may_move(state: str, move: str, *, coming: int) -> Decision:
    """Decide whether a community may take this step; `coming` are its sessions that are still to be held."""
    if state not in MOVES[move].origins:
        return Decision(False, f"いまは「{MOVES[move].word}」ことができません。画面を開き直してください。")
    if MOVES[move].target in (CommunityState.CLOSED, CommunityState.RESTING) and coming:
        return Decision(
            False, f"これから開く回が、{coming}回あります。先に、開くのをやめることを知らせてください。"
        )
    return YES


def month_of(year: int, place: int) -> date:
    """Return the first day of a fiscal year's month; April is the first of twelve."""
    ahead = FIRST_MONTH - 1 + place
    return date(year + ahead // MONTHS, ahead % MONTHS + 1, 1)


def months_of(year: int) -> list[date]:
    """Return the twelve months of a fiscal year, April first."""
    return [month_of(year, place) for place in range(MONTHS)]


def is_in_year(month: date, year: int) -> bool:
    """Return whether a month belongs to a fiscal year."""
    return fiscal_year(month) == year


def row_state(*, cancelled: bool, ended: bool | None) -> RowState:
    """Return how far one line has come; `ended` says whether its session is over, None without a session."""
    if cancelled:
        return RowState.CANCELLED
    if ended is None:
        return RowState.PLANNED
    return RowState.HELD if ended else RowState.ANNOUNCED


@dataclass(frozen=True)
class Counted:
    """How many lines a year's plan had, and what became of them; lines added later stand apart."""

    planned: int
    held: int
    cancelled: int
    coming: int
    added: int


def count_rows(rows: Iterable[tuple[RowState, bool]]) -> Counted:
    """Count lines by what became of them; each comes with whether it was in the plan when approved."""
    known = list(rows)
    states = [state for state, _ in known]
    return Counted(
        planned=sum(was_planned for _, was_planned in known),
        held=states.count(RowState.HELD),
        cancelled=states.count(RowState.CANCELLED),
        coming=states.count(RowState.PLANNED) + states.count(RowState.ANNOUNCED),
        added=sum(not was_planned for _, was_planned in known),
    )


def may_approve(state: str, *, rows: int) -> Decision:
    """Decide whether a plan with so many lines may be approved."""
    if state != PlanState.DRAFT:
        return Decision(False, "この計画は、もう承認されています。")
    if not rows:
        return Decision(False, "計画に、まだ1行もありません。月とテーマを書いてから、承認してください。")
    return YES


def may_close_year(state: str, *, year: int, today: date, open_rows: int) -> Decision:
    """Decide whether a year may be summed up: once it is over, and each line was held or called off."""
    if state != PlanState.APPROVED:
        return Decision(False, "まとめられるのは、承認された計画です。")
    if fiscal_year(today) <= year:
        return Decision(False, "年度が終わってから、まとめてください。")
    if open_rows:
        return Decision(
            False, f"開いたか、やめたかがわからない行が、{open_rows}行あります。先に、それを決めてください。"
        )
    return YES


def may_take_back(*, called_off: bool, announced: bool) -> Decision:
    """Decide whether a line is to be held after all: one that was called off before any session stood."""
    if announced:
        return Decision(
            False,
            "案内した回の中止は、取り消せません。申し込んだ方に知らせたためです。新しい行を書いてください。",
        )
    if not called_off:
        return Decision(False, "この行は、やめることになっていません。画面を開き直してください。")
    return YES


def number_in_year(before: int, *, taken: Collection[int]) -> int:
    """Return the number of a session before which so many of its year come: 第1回 is the first.

    What was announced keeps the number that people were told, so one that is taken is passed over.
    """
    number = before + 1
    while number in taken:
        number += 1
    return number
