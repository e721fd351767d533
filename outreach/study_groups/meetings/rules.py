"""Days of a series, times of an agenda, whether enough are there, who confirms, what waits."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from foundation.decision import YES, Decision
from outreach.study_groups.enums import ASSOCIATIONS, Capacity, SessionFormat
from outreach.study_groups.rules import BY_A_TERM

from .enums import PRESENT, CopyState, MeetingState, Nth

WEEK, MONTHS = 7, 12
# As what somebody is on the roll of meetings.
ON_THE_ROLL = BY_A_TERM | {Capacity.DELEGATE}


def is_assembly(kind: str, form: str) -> bool:
    """Return whether a line is a general meeting of an association, which has pages of its own."""
    return kind in ASSOCIATIONS and form == SessionFormat.GENERAL_MEETING


@dataclass(frozen=True)
class Series:
    """A rule for days: from a month, every `step` months, the n-th weekday, so many times."""

    first_month: date
    step: int
    nth: Nth
    weekday: int
    count: int
    skips_holidays: bool = True


@dataclass(frozen=True)
class ProposedDay:
    """One day of a series, and what is to be known of it before it is written down."""

    day: date
    note: str = ""


def nth_weekday(month: date, nth: int, weekday: int) -> date:
    """Return the n-th (1 to 4) or the last (-1) such weekday of the month that begins on `month`."""
    if nth == Nth.LAST:
        following = _months_on(month, 1)
        return following - timedelta(days=(following.weekday() - weekday - 1) % WEEK + 1)
    return month + timedelta(days=(weekday - month.weekday()) % WEEK + WEEK * (nth - 1))


def days_of(series: Series, *, is_holiday: Callable[[date], bool]) -> list[ProposedDay]:
    """Return the days of a series in order.

    A public holiday is passed where the rule says so: the same weekday a week later is taken, a week
    earlier where the month would end before.
    """
    months = [_months_on(series.first_month, number * series.step) for number in range(series.count)]
    return [_day_in(month, series, is_holiday) for month in months]


def _day_in(month: date, series: Series, is_holiday: Callable[[date], bool]) -> ProposedDay:
    day = nth_weekday(month, series.nth, series.weekday)
    if not is_holiday(day):
        return ProposedDay(day)
    if not series.skips_holidays:
        return ProposedDay(day, "祝日です")
    for days, word in ((WEEK, "1週間あと"), (-WEEK, "1週間前")):
        moved = day + timedelta(days=days)
        if moved.month == day.month and not is_holiday(moved):
            return ProposedDay(moved, f"{day.month}月{day.day}日が祝日のため、{word}にしました")
    return ProposedDay(day, "祝日です")


def _months_on(month: date, count: int) -> date:
    ahead = month.month - 1 + count
    return date(month.year + ahead // MONTHS, ahead % MONTHS + 1, 1)


@dataclass(frozen=True)
class Stages:
    """The dated facts from which the state of a meeting follows."""

    briefed: bool = False
    sent: bool = False
    held: bool = False
    confirmed: bool = False
    closed: bool = False


def state_of(stages: Stages) -> MeetingState:
    """Return how far a meeting has come: the last of its stages, whether or not one before was left out."""
    found = MeetingState.PLANNED
    reached = (stages.briefed, stages.sent, stages.held, stages.confirmed, stages.closed)
    for state, is_there in zip(list(MeetingState)[1:], reached, strict=True):
        if is_there:
            found = state
    return found


def clocks(starts_at: datetime, minutes: Iterable[int]) -> list[datetime]:
    """Return when each item begins, and last when all are over."""
    found = [starts_at]
    for each in minutes:
        found.append(found[-1] + timedelta(minutes=each))
    return found


@dataclass(frozen=True)
class Length:
    """How long an agenda is against its meeting, in minutes; `over` is what does not fit."""

    total: int
    there_is: int | None

    @property
    def over(self) -> int:
        return max(0, self.total - self.there_is) if self.there_is is not None else 0

    @property
    def left(self) -> int:
        return max(0, self.there_is - self.total) if self.there_is is not None else 0


def length_of(minutes: Iterable[int], *, starts_at: datetime | None, ends_at: datetime | None) -> Length:
    """Return how an agenda fits into its meeting; without a known end nothing is said of that."""
    there_is = (ends_at - starts_at) // timedelta(minutes=1) if starts_at and ends_at else None
    return Length(sum(minutes), there_is)


@dataclass(frozen=True)
class Quorum:
    """How many seats vote, and how many of them are taken; more than half make a quorum."""

    seats: int
    present: int

    @property
    def is_reached(self) -> bool:
        return self.present * 2 > self.seats

    @property
    def needed(self) -> int:
        return self.seats // 2 + 1

    @property
    def lacking(self) -> int:
        return max(0, self.needed - self.present)


def quorum_of(rows: Iterable[tuple[object, bool, str]]) -> Quorum:
    """Return the quorum of (seat, votes, presence): a seat counts once, taken by whoever of it came."""
    voting = [(seat, presence) for seat, votes, presence in rows if votes]
    return Quorum(
        seats=len({seat for seat, _ in voting}),
        present=len({seat for seat, presence in voting if presence in PRESENT}),
    )


def may_tell_absence(*, is_on_the_roll: bool, comes: bool) -> Decision:
    """Decide whether somebody may say that they do not come to a session."""
    if not is_on_the_roll:
        return Decision(False, "欠席を知らせられるのは、この会議に来る方だけです。")
    if comes:
        return Decision(
            False, "出席すると知らせてあります。先に、申し込みのページで、出席を取り消してください。"
        )
    return YES


def may_record(*, day: date | None, today: date) -> Decision:
    """Decide whether it may be written down that a meeting was held, who came, what was said and decided.

    `day` is when it is, as far as that is known: from that day on.
    """
    if day is None or day <= today:
        return YES
    return Decision(
        False, f"この会議は、{day.month}月{day.day}日です。その日になってから、記録してください。"
    )


def may_send(*, held: bool) -> Decision:
    """Decide whether a version may be laid before whoever confirms: once the day is written.

    After they confirmed it, nothing of the meeting can be written any more.
    """
    return YES if held else Decision(False, "先に、開いた日を記録してください。")


def may_confirm(
    *, held: bool, sent: bool, confirmed: bool, is_latest: bool, is_own: bool, is_manager: bool
) -> Decision:
    """Decide whether somebody may confirm a version: held, sent, the latest, and not their own writing.

    The centre's head writes down what the chair said, and may confirm what they wrote themselves.
    """
    if confirmed:
        return Decision(False, "この議事要旨は、もう確定しています。")
    if not is_latest:
        return Decision(False, "新しい版があります。画面を開き直して、そちらを読んでください。")
    if not held:
        return may_send(held=held)
    if not sent:
        return Decision(False, "先に、委員長（世話人）に送ってください。")
    if is_own and not is_manager:
        return Decision(False, "自分が書いた版は、自分では確定できません。ほかの人に頼んでください。")
    return YES


def may_close(*, held: bool, confirmed: bool, closed: bool, copies_out: int) -> Decision:
    """Decide whether a meeting is done with: held, its minutes confirmed, no numbered copy still out."""
    if closed:
        return Decision(False, "この会議は、もう完了しています。")
    if not held:
        return Decision(False, "開いた日を記録してから、完了にしてください。")
    if not confirmed:
        return Decision(False, "議事要旨が確定してから、完了にしてください。")
    if copies_out:
        return Decision(
            False, f"返ってきていない資料が、{copies_out}部あります。先に、回収か処分を書いてください。"
        )
    return YES


def copy_state(*, handed: bool, returned: bool, shredded: bool, lost: bool = False) -> CopyState:
    """Return where a numbered copy is."""
    if lost:
        return CopyState.LOST
    if shredded:
        return CopyState.SHREDDED
    if returned:
        return CopyState.BACK
    return CopyState.OUT if handed else CopyState.HERE


def waits_for_report(held_on: date | None, *, reported: bool, today: date, days: int) -> bool:
    """Return whether a case was discussed so many days ago or more, and nobody was told what came of it."""
    return held_on is not None and not reported and (today - held_on).days >= days


def times_word(time: int) -> str:
    """Return how often a case is discussed with this time: 新規, 2回目 …"""
    return "新規" if time == 1 else f"{time}回目"


def best_options(counts: Sequence[tuple[int, int]]) -> set[int]:
    """Return which of these (○, △) counts suit the most people; none while all say no."""
    most = max(counts, default=(0, 0))
    return {place for place, each in enumerate(counts) if each == most} if most > (0, 0) else set()
