"""What a sitting needs for each step, who may read which paper until when, and the 48-hour clock.

Source: seed 002, practices 1 and 2 (事前打合せ, 1回2時間で1〜2件, 2〜3回の審議, 事後報告, 個別の相談).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from hashlib import sha256
from math import ceil

from foundation.decision import YES, Decision, no
from handoff.days import may_be_planned
from handoff.disclosure.enums import BasisState

from .enums import (
    ASIDE,
    BEING_PREPARED,
    ItemKind,
    ItemState,
    QuestionState,
    Response,
    SittingDeed,
    SittingState,
)

# deed → from where, to where
TRANSITIONS: Mapping[SittingDeed, tuple[frozenset[SittingState], SittingState]] = {
    SittingDeed.BRIEF: (frozenset({SittingState.PLANNED}), SittingState.BRIEFED),
    SittingDeed.SEND: (frozenset({SittingState.BRIEFED}), SittingState.SENT),
    SittingDeed.HOLD: (frozenset({SittingState.SENT}), SittingState.HELD),
    SittingDeed.CONFIRM: (frozenset({SittingState.HELD}), SittingState.MINUTED),
    SittingDeed.CLOSE: (frozenset({SittingState.MINUTED}), SittingState.CLOSED),
    # Papers close at once, and go out anew for the new day.
    SittingDeed.POSTPONE: (frozenset({SittingState.SENT}), SittingState.BRIEFED),
    SittingDeed.CALL_OFF: (BEING_PREPARED | {SittingState.SENT}, SittingState.CALLED_OFF),
}


@dataclass(frozen=True, kw_only=True)
class SittingFacts:
    """A sitting as its rules see it; counts are of cases that were not taken off, minutes are of time."""

    state: SittingState
    held_on: date
    minutes_there: int
    minutes_planned: int
    cases: int
    cases_without_paper: int
    cases_without_footing: int
    cases_without_minutes: int
    readers: int
    copies_out: int


def missing(deed: SittingDeed, facts: SittingFacts, *, today: date) -> tuple[str, ...]:
    """Return what has to be there before this step, each as a sentence; nothing where the way is free."""
    needed: dict[SittingDeed, Sequence[tuple[bool, str]]] = {
        SittingDeed.BRIEF: ((facts.cases > 0, "検討するケースを、1件以上選んでください。"),),
        SittingDeed.SEND: (
            (facts.cases > 0, "検討するケースを、1件以上選んでください。"),
            (facts.readers > 0, "この日に任期のある委員がいません。"),
            (not facts.cases_without_paper, "資料のないケースがあります。"),
            (
                not facts.cases_without_footing,
                "委員会に出してよい根拠（同意、または責任者の承認）のないケースがあります。",
            ),
            (
                facts.minutes_planned <= facts.minutes_there,
                f"次第が{facts.minutes_planned}分あり、会の{facts.minutes_there}分に収まりません。",
            ),
        ),
        SittingDeed.HOLD: ((facts.held_on <= today, "会の日になってから、記録してください。"),),
        SittingDeed.CONFIRM: ((not facts.cases_without_minutes, "議事録のないケースがあります。"),),
        SittingDeed.CLOSE: ((not facts.copies_out, f"返っていない資料が、{facts.copies_out}部あります。"),),
        SittingDeed.POSTPONE: (),
        SittingDeed.CALL_OFF: (),
    }
    return tuple(words for holds, words in needed[deed] if not holds)


def judge(deed: SittingDeed, facts: SittingFacts, *, today: date) -> Decision:
    """Return whether a sitting may go this step now."""
    if facts.state not in TRANSITIONS[deed][0]:
        return no(f"いまは「{facts.state.label}」なので、できません。")
    lacking = missing(deed, facts, today=today)
    return no(lacking[0]) if lacking else YES


def next_deed(state: SittingState) -> SittingDeed | None:
    """Return the step that comes next, or none at the end."""
    steps = (deed for deed, (sources, _) in TRANSITIONS.items() if state in sources and deed not in ASIDE)
    return next(steps, None)


def deeds_aside(state: SittingState) -> tuple[SittingDeed, ...]:
    """Return what may be done with a sitting instead of going on: another day, or none at all."""
    return tuple(deed for deed in ASIDE if state in TRANSITIONS[deed][0])


def may_be_held(day: date, *, today: date) -> Decision:
    """Return whether a sitting can be planned for this day: one that is over has no papers to give out."""
    return no("会の日は、今日か、これからの日を書いてください。") if day < today else YES


def may_move_to(day: date | None, *, held_on: date, today: date) -> Decision:
    """Return whether a sitting may be put on this day."""
    if day is None or day < today:
        return no("新しい日は、今日か、これからの日を書いてください。")
    return no("前と同じ日です。") if day == held_on else may_be_planned(day, today=today, what="新しい日")


@dataclass(frozen=True, kw_only=True)
class Footing:
    """On what a case is put before the committee.

    Either a basis that stands and of which its writer has ticked that its purpose names the committee; or a
    paper that tells nobody who it is, which whoever leads has read and approved.
    """

    covers_committee: bool
    basis_state: BasisState | None
    since: date | None
    until: date | None
    is_approved: bool

    def stands(self, *, today: date) -> bool:
        in_time = self.since is not None and self.until is not None and self.since <= today <= self.until
        on_basis = self.covers_committee and self.basis_state == BasisState.ACTIVE and in_time
        return on_basis or self.is_approved


def may_put(kind: ItemKind, *, state: SittingState, has_former: bool, is_there: bool) -> Decision:
    """Return whether a case may be put on an agenda, and as what."""
    if state not in BEING_PREPARED:
        return no("資料を配布したあとの会には、ケースを加えられません。")
    if is_there:
        return no("このケースは、もうこの会に出ています。")
    if kind == ItemKind.NEW and has_former:
        return no("前に検討したケースです。「再検討」か「事後報告」を選んでください。")
    if kind == ItemKind.AGAIN and not has_former:
        return no("まだ検討していないケースです。「新規」を選んでください。")
    return YES


def known_as(texts: Iterable[str]) -> str:
    """Return by what texts are known as those that somebody has read when they say their word for them."""
    return sha256("\0".join(texts).encode()).hexdigest()


def may_approve_paper(*, leads: bool, actor_id: int, author_id: int, state: SittingState) -> Decision:
    """Return whether this person may say that a paper tells nobody who it is: a lead, and not its author."""
    if state not in BEING_PREPARED:
        return no("資料は、もう配布しました。")
    if not leads:
        return no("資料は、責任者か代理が承認します。")
    if actor_id == author_id:
        return no("書いた人とは別の人が承認します。")
    return YES


ITEM_STEPS: Mapping[ItemState, frozenset[ItemState]] = {
    ItemState.WAITING: frozenset({ItemState.DISCUSSED, ItemState.TAKEN_OFF}),
    ItemState.DISCUSSED: frozenset({ItemState.FOLLOWED_UP}),
    ItemState.FOLLOWED_UP: frozenset({ItemState.ENDED}),
    ItemState.ENDED: frozenset(),
    ItemState.TAKEN_OFF: frozenset(),
}


def may_become(state: ItemState, to: ItemState, *, unanswered: int) -> Decision:
    """Return whether a case goes this step; `unanswered` counts advice that the centre has not answered."""
    if to not in ITEM_STEPS[state]:
        return no(f"いまは「{state.label}」なので、できません。")
    if to == ItemState.FOLLOWED_UP and unanswered:
        return no(f"どうしたかを書いていない助言が、{unanswered}件あります。")
    return YES


def needs_reason(response: Response) -> bool:
    """Return whether the centre has to say why: whenever an advice was not taken as it was given."""
    return response != Response.ADOPTED


def starts_of(begins: time, minutes: Iterable[int]) -> list[time]:
    """Return when each line of an agenda begins, one after the other."""
    moment, starts = datetime.combine(date.min, begins), []
    for each in minutes:
        starts.append(moment.time())
        moment += timedelta(minutes=each)
    return starts


QUESTION_STEPS: Mapping[QuestionState, frozenset[QuestionState]] = {
    QuestionState.ASKED: frozenset({QuestionState.ANSWERED, QuestionState.CLOSED}),
    QuestionState.ANSWERED: frozenset({QuestionState.CLOSED}),
    QuestionState.CLOSED: frozenset(),
}


def question_may_become(state: QuestionState, to: QuestionState) -> Decision:
    """Return whether a quick question goes this step."""
    return YES if to in QUESTION_STEPS[state] else no(f"もう「{state.label}」です。")


@dataclass(frozen=True, kw_only=True)
class Clock:
    """How long somebody still has for an answer; hours count by day and night."""

    due_at: datetime
    hours_left: int
    is_over: bool

    @property
    def words(self) -> str:
        return "時間が過ぎました" if self.is_over else f"あと{self.hours_left}時間"


def clock_of(*, asked_at: datetime, hours: int, now: datetime) -> Clock:
    """Return how the clock of a question stands: a begun hour counts as one, the last ends on the dot."""
    due_at = asked_at + timedelta(hours=hours)
    left = (due_at - now) / timedelta(hours=1)
    return Clock(due_at=due_at, hours_left=max(0, ceil(left)), is_over=now >= due_at)
