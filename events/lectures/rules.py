"""What may become of a request, and who can be where at what time: pure functions of facts and a clock."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from events.date_rules import may_have_arrived
from foundation.decision import YES, Decision

STAFF, REQUESTER = "staff", "requester"
WEEKDAYS = "月火水木金土日"


@dataclass(frozen=True)
class Move:
    """A step of a request: from where, to where, by whom, and what is said when it cannot be taken."""

    begins: frozenset[str]
    ends: str
    by: frozenset[str]
    refusal: str


CHANGEABLE = frozenset({"received", "checking", "proposed", "countered"})
BOTH = frozenset({STAFF, REQUESTER})
ONLY_STAFF = frozenset({STAFF})
MOVES = {
    "check": Move(
        frozenset({"received"}), "checking", ONLY_STAFF, "調整を始められるのは、受け付けたばかりの依頼です。"
    ),
    "propose": Move(
        frozenset({"received", "checking", "proposed", "countered"}),
        "proposed",
        ONLY_STAFF,
        "日程をお返事できるのは、まだ決まっていない依頼です。",
    ),
    "accept": Move(
        frozenset({"proposed"}), "agreed", BOTH, "この日程は、もう変わっています。いまの内容を見てください。"
    ),
    "counter": Move(
        frozenset({"proposed"}),
        "countered",
        BOTH,
        "別の日を望めるのは、日程のお返事を待っているあいだです。お電話ください。",
    ),
    "decline": Move(
        frozenset({"received", "checking", "proposed", "countered"}),
        "declined",
        ONLY_STAFF,
        "決まったあとは、お断りできません。取りやめるときは「取りやめにする」を使ってください。",
    ),
    "cancel": Move(
        frozenset({"received", "checking", "proposed", "countered", "agreed"}),
        "cancelled",
        BOTH,
        "この依頼は、もう終わっています。",
    ),
    "reinstate": Move(
        frozenset({"cancelled"}), "agreed", ONLY_STAFF, "もとに戻せるのは、取りやめた依頼だけです。"
    ),
    "hold": Move(frozenset({"agreed"}), "held", ONLY_STAFF, "実施を書けるのは、決まった依頼だけです。"),
    "report": Move(frozenset({"held"}), "reported", ONLY_STAFF, "報告を書けるのは、行った講座だけです。"),
}


def may_move(state: str, move: str, *, by: str) -> Decision:
    """Decide whether a request in this state may take a step, by staff or by its requester."""
    wanted = MOVES[move]
    if by not in wanted.by:
        return Decision(False, "これは、センターの職員だけができます。")
    return YES if state in wanted.begins else Decision(False, wanted.refusal)


def may_ask(*, received_at: datetime, now: datetime, wishes: Sequence[datetime]) -> Decision:
    """Decide whether a request may be written down: it has arrived, and its wished dates are to come."""
    received = may_have_arrived(received_at, now)
    if not received.allowed:
        return received
    wished = may_wish(wishes)
    if not wished.allowed:
        return wished
    if any(wish <= received_at for wish in wishes):
        return Decision(False, "希望の日時は、これから先の日時にしてください。")
    return YES


def may_mend(state: str) -> Decision:
    """Decide whether what a request says may be mended: until a date is agreed."""
    if state in CHANGEABLE:
        return YES
    return Decision(False, "決まったあとの日時と場所は、「研修・行事」の画面で変えます。")


def may_wish(wishes: Sequence[datetime]) -> Decision:
    """Decide whether these dates may stand in a request: one at least, none twice."""
    if not wishes:
        return Decision(False, "第1希望の日時を書いてください。")
    if len(set(wishes)) < len(wishes):
        return Decision(False, "同じ日時が2回書かれています。ちがう日時にしてください。")
    return YES


def may_agree(starts_at: datetime, now: datetime) -> Decision:
    """Decide whether a date that was offered may still be agreed to."""
    if starts_at > now:
        return YES
    return Decision(False, "この日時は、もう過ぎました。別の日を希望してください。")


def may_cancel(state: str, *, starts_at: datetime | None, now: datetime, by: str) -> Decision:
    """Decide whether a request may be called off: never once its lecture has begun."""
    moved = may_move(state, "cancel", by=by)
    if moved.allowed and starts_at is not None and now >= starts_at:
        return Decision(False, "講座の時刻になったので、ここでは取りやめられません。お電話ください。")
    return moved


def may_mark_held(state: str, *, ends_at: datetime, now: datetime) -> Decision:
    """Decide whether staff may write down that a lecture was held: once it is over."""
    moved = may_move(state, "hold", by=STAFF)
    if moved.allowed and now < ends_at:
        return Decision(False, "講座が終わってから書いてください。")
    return moved


@dataclass(frozen=True)
class Span:
    """When a lecture takes place, and how long the ways there and back take, in minutes."""

    starts_at: datetime
    ends_at: datetime
    before: int = 0
    after: int = 0

    @property
    def busy_from(self) -> datetime:
        return self.starts_at - timedelta(minutes=self.before)

    @property
    def busy_until(self) -> datetime:
        return self.ends_at + timedelta(minutes=self.after)

    def meets(self, other: "Span") -> bool:
        """Return whether two spans overlap, travel included; one may begin when the other ends."""
        return self.busy_from < other.busy_until and other.busy_from < self.busy_until


@dataclass(frozen=True)
class Taken:
    """Why somebody or something is not free: `what` in words, such as 講座「…」."""

    span: Span
    what: str


@dataclass(frozen=True)
class Hours:
    """When a lecturer usually can go: weekdays from Monday = 0, and the hours of a day."""

    weekdays: frozenset[int]
    opens: time
    closes: time


def not_free(name: str, wanted: Span, taken: Iterable[Taken]) -> Decision:
    """Decide whether somebody or something is free, and say in words by what not: this never gives way."""
    for each in taken:
        if wanted.meets(each.span):
            times = f"{_clock(each.span.busy_from)}〜{_clock(each.span.busy_until)}"
            day = f"{each.span.busy_from.month}月{each.span.busy_from.day}日"
            travel = "（移動を含む）" if each.span.before or each.span.after else ""
            return Decision(
                False,
                f"{name}は、{day} {times}{travel}に{each.what}があり、移動の時間と重なります。"
                if _only_travel_meets(wanted, each.span)
                else f"{name}は、{day} {times}{travel}に{each.what}があります。",
            )
    return YES


def _only_travel_meets(wanted: Span, other: Span) -> bool:
    return not (wanted.starts_at < other.ends_at and other.starts_at < wanted.ends_at)


def outside_hours(name: str, wanted: Span, hours: Hours) -> Decision:
    """Decide whether a lecturer usually goes out at that time; staff may go on all the same."""
    if wanted.starts_at.weekday() not in hours.weekdays:
        return Decision(False, f"{name}は、{WEEKDAYS[wanted.starts_at.weekday()]}曜日には出ません。")
    if wanted.starts_at.time() < hours.opens or wanted.ends_at.time() > hours.closes:
        span = f"{hours.opens:%-H:%M}〜{hours.closes:%-H:%M}"
        return Decision(False, f"{name}が出られるのは、{span}です。")
    return YES


def on_a_day_off(wanted: Span, *, holiday: str, is_closed: bool) -> Decision:
    """Decide whether the centre works on that day; staff may go on all the same."""
    if holiday:
        return Decision(False, f"{wanted.starts_at.month}月{wanted.starts_at.day}日は祝日（{holiday}）です。")
    if is_closed:
        day = wanted.starts_at
        return Decision(
            False, f"{day.month}月{day.day}日（{WEEKDAYS[day.weekday()]}）は、センターの休みです。"
        )
    return YES


def may_send(parts: Sequence[tuple[str, bool]]) -> Decision:
    """Decide whether these people may go: pairs of part and whether that person can lead.

    Exactly one leads; juniors come along to learn.
    """
    leads = [can_lead for part, can_lead in parts if part == "lead"]
    if len(leads) != 1:
        return Decision(False, "主の講師を1人選んでください。")
    return YES if leads[0] else Decision(False, "主の講師は、主をつとめられる人から選んでください。")


def may_be_in_future(starts_at: datetime, now: datetime) -> Decision:
    """Decide whether a date may be offered: it is still to come."""
    return YES if starts_at > now else Decision(False, "日時は、これから先にしてください。")


def _clock(moment: datetime) -> str:
    return f"{moment.hour}:{moment.minute:02}"
