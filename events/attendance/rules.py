"""Who was there and how long, and how people are mixed into groups: pure functions of facts."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from random import Random

from foundation.decision import YES, Decision

ARRIVED, LEFT, WITHDRAWN = "arrived", "left", "withdrawn"
NOT_YET, HERE, GONE = "not_yet", "here", "left"


@dataclass(frozen=True)
class Fact:
    """One line of the door's book; `key` tells the order in which lines were written."""

    key: int
    kind: str
    at: datetime
    withdraws: int | None = None


@dataclass(frozen=True)
class Stay:
    """From when until when somebody was there; nobody has seen them leave while `ends` is None."""

    begins: datetime
    ends: datetime | None = None


@dataclass(frozen=True)
class Span:
    """The date itself."""

    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True)
class DayLimits:
    """How many minutes somebody may come late or leave early before it counts as such."""

    late: int
    early: int


@dataclass(frozen=True)
class Judgement:
    """By how many minutes somebody came late and left early, and whether that counts."""

    late: int = 0
    early: int = 0
    is_late: bool = False
    is_early: bool = False

    @property
    def is_on_time(self) -> bool:
        return not (self.is_late or self.is_early)


def standing(facts: Iterable[Fact]) -> list[Fact]:
    """Return the facts that nobody has withdrawn, in the order of their time."""
    written = list(facts)
    gone = {fact.withdraws for fact in written if fact.kind == WITHDRAWN}
    kept = [fact for fact in written if fact.kind != WITHDRAWN and fact.key not in gone]
    return sorted(kept, key=lambda fact: (fact.at, fact.key))


def stays(facts: Iterable[Fact]) -> list[Stay]:
    """Return when somebody was there; coming twice without leaving, or leaving twice, says nothing new."""
    found: list[Stay] = []
    since: datetime | None = None
    for fact in standing(facts):
        if fact.kind == ARRIVED and since is None:
            since = fact.at
        elif fact.kind == LEFT and since is not None:
            found.append(Stay(since, fact.at))
            since = None
    return [*found, Stay(since)] if since is not None else found


def presence(facts: Iterable[Fact]) -> str:
    """Return where somebody is: not yet come, here, or gone again."""
    found = stays(facts)
    if not found:
        return NOT_YET
    return HERE if found[-1].ends is None else GONE


def by_meeting(facts: Iterable[Fact], spans: Sequence[Span]) -> list[list[Fact]]:
    """Deal the lines of the door's book to the meetings of a date: one span, or one of each part.

    A meeting's time goes on to the midnight before the next one's day; of two on one day to the middle of
    the pause between them. So whoever stayed to the end of one part has still to come to the next.
    """
    known = list(facts)
    ends = [_turn(earlier, later) for earlier, later in pairwise(spans)]
    gone = {fact.withdraws for fact in known if fact.kind == WITHDRAWN}
    found: list[list[Fact]] = [[] for _ in spans]
    for fact in known:
        if fact.kind != WITHDRAWN and fact.key not in gone:
            found[sum(fact.at >= end for end in ends)].append(fact)
    return found


def meeting_at(spans: Sequence[Span], at: datetime) -> int:
    """Return in the time of which meeting a moment lies, from 0."""
    return sum(at >= _turn(earlier, later) for earlier, later in pairwise(spans))


def _turn(earlier: Span, later: Span) -> datetime:
    midnight = later.starts_at.replace(hour=0, minute=0, second=0, microsecond=0)
    pause = later.starts_at - earlier.ends_at
    return max(midnight, earlier.ends_at + pause / 2)


def minutes_together(facts: Iterable[Fact], spans: Sequence[Span]) -> int:
    """Return the whole minutes of somebody at all meetings of a date."""
    return sum(
        minutes_within(stays(lines), span)
        for lines, span in zip(by_meeting(facts, spans), spans, strict=True)
    )


def judge_all(facts: Iterable[Fact], spans: Sequence[Span], limits: DayLimits | None) -> bool:
    """Return whether somebody was in time at each meeting to which they came."""
    return all(
        judge(stays(lines), span, limits).is_on_time
        for lines, span in zip(by_meeting(facts, spans), spans, strict=True)
    )


def minutes_within(found: Iterable[Stay], span: Span) -> int:
    """Return the whole minutes of these stays within the date; who was not seen to leave stayed on."""
    seconds = 0.0
    for stay in found:
        begins = max(stay.begins, span.starts_at)
        ends = min(stay.ends or span.ends_at, span.ends_at)
        seconds += max(0.0, (ends - begins).total_seconds())
    return int(seconds) // 60


def judge(found: Sequence[Stay], span: Span, limits: DayLimits | None) -> Judgement:
    """Say how late somebody came and how early they left; without limits neither counts.

    The limit itself is still in time: with 15 minutes, whoever comes at 13:45 to a date of 13:30 is not late.
    """
    if not found:
        return Judgement()
    last = found[-1].ends or span.ends_at
    late = _minutes(found[0].begins - span.starts_at)
    early = _minutes(span.ends_at - last)
    if limits is None:
        return Judgement(late, early)
    return Judgement(late, early, late > limits.late, early > limits.early)


def may_receive(at: datetime, span: Span) -> Decision:
    """Decide whether people are received at this moment: on the day of the date alone, in local time."""
    if span.starts_at.date() <= at.date() <= span.ends_at.date():
        return YES
    return Decision(False, "受付は、開催日の当日だけできます。ほかの日は「出欠を書く」で書きます。")


def may_note(kind: str, facts: Iterable[Fact], at: datetime, span: Span, *, now: datetime) -> Decision:
    """Decide whether somebody can have come or left at this moment; all moments in local time."""
    written = list(facts)
    if at > now:
        return Decision(False, "時刻が、いまより先になっています。時刻を確かめてください。")
    receiving = may_receive(at, span)
    if not receiving.allowed:
        return receiving
    if kind == LEFT and not any(stay.begins <= at for stay in stays(written)):
        return Decision(False, "来た時刻が、まだありません。先に「来た」を押してください。")
    return YES


def may_set_times(*, is_settled: bool) -> Decision:
    """Decide whether times may be typed for somebody: not where only the minutes remain of them.

    One part typed anew would stand for the minutes of all.
    """
    if is_settled:
        return Decision(
            False,
            "この研修・行事の時刻は、残す期間がすぎたので消しました。受講した時間（分）は残っています。"
            "出欠は「出欠を書く」で直せます。",
        )
    return YES


def may_seat(state: str, begins: datetime, ends: datetime, now: datetime) -> Decision:
    """Decide whether an empty seat may be given to somebody of the line who is here: from the beginning on.

    Until then seats that come free go to the line by themselves. All moments are local.
    """
    if state != "published":
        return Decision(False, "公開している研修・行事だけ、席を渡せます。")
    if now < begins:
        told = f"始まるまでは、空いた席は順番に、自動で渡ります。{begins:%-H:%M}からは、ここで渡せます。"
        return Decision(False, told)
    return YES if now < ends else Decision(False, "この研修・行事は終わりました。")


def says_nothing_new(kind: str, facts: Iterable[Fact]) -> bool:
    """Return whether somebody who is here comes again, or who has gone leaves again."""
    now = presence(facts)
    return (kind == ARRIVED and now == HERE) or (kind == LEFT and now == GONE)


@dataclass(frozen=True)
class Mixed:
    """Somebody who is put into a group, and what the mixing looks at."""

    key: int
    sector: str
    agency: str


def mix(people: Sequence[Mixed], groups: int, seed: int) -> list[list[int]]:
    """Put people into groups so that agencies and sectors are spread; the same seed gives the same groups.

    People are laid out agency by agency, sector by sector, both in an order drawn from the seed, and dealt
    like cards. So sizes differ by one at most, so do the numbers of one sector, and colleagues meet in a
    group only when their agency sends more people than there are groups.
    """
    if groups < 1:
        raise ValueError("people are put into one group or more")
    draw = Random(seed)  # noqa: S311 -- a draw that can be repeated, nothing secret
    ordered = sorted(people, key=lambda person: person.key)
    draw.shuffle(ordered)
    sectors = _order_of_appearance(person.sector for person in ordered)
    agencies = _order_of_appearance(person.agency for person in ordered)
    ordered.sort(key=lambda person: (sectors[person.sector], agencies[person.agency]))
    return [[person.key for person in ordered[start::groups]] for start in range(groups)]


def _order_of_appearance(words: Iterable[str]) -> Mapping[str, int]:
    return {word: place for place, word in enumerate(dict.fromkeys(words))}


def _minutes(span: timedelta) -> int:
    return max(0, int(span.total_seconds())) // 60
