"""How far a visit or a kit has come, and which areas a year's visits reached."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from foundation.decision import YES, Decision

from .enums import AttendanceState, MeetingKind, SendingState

FIRST_MONTH, LAST_MONTH = 4, 3


def days_of(year: int) -> tuple[date, date]:
    """Return the first and the last day of a fiscal year."""
    return date(year, FIRST_MONTH, 1), date(year + 1, LAST_MONTH, 31)


@dataclass(frozen=True)
class Visit:
    """The dates from which the state of a visit follows."""

    day: date
    is_attended: bool
    is_called_off: bool
    follow_up_by: date | None
    followed_up_on: date | None


def state_of(visit: Visit) -> AttendanceState:
    """Return how far a visit has come."""
    if visit.is_called_off:
        return AttendanceState.CALLED_OFF
    if not visit.is_attended:
        return AttendanceState.PLANNED
    return AttendanceState.FOLLOWED_UP if visit.followed_up_on else AttendanceState.ATTENDED


def is_late(visit: Visit, today: date) -> bool:
    """Return whether something was to be done by now: written down, or followed up."""
    state = state_of(visit)
    if state == AttendanceState.PLANNED:
        return visit.day < today
    return state == AttendanceState.ATTENDED and visit.follow_up_by is not None and visit.follow_up_by < today


def may_attend(visit: Visit, *, today: date) -> Decision:
    """Decide whether it may be written down that the centre was there."""
    if visit.is_called_off:
        return Decision(False, "「行きませんでした」と書いてあります。先に、それを取り消してください。")
    if visit.day > today:
        return Decision(False, "まだ先の日です。出席した日になってから、書いてください。")
    return YES


def may_call_off(visit: Visit) -> Decision:
    """Decide whether it may be written down that nobody went."""
    return Decision(False, "出席したことが、もう書いてあります。") if visit.is_attended else YES


def may_follow_up(visit: Visit, *, on: date, today: date) -> Decision:
    """Decide whether it may be written down that what was left was done on a day."""
    if not visit.is_attended or visit.follow_up_by is None:
        return Decision(False, "出席した記録に、あとですることがありません。")
    if not visit.day <= on <= today:
        return Decision(False, "会議の日から、きょうまでの日を書いてください。")
    return YES


@dataclass(frozen=True)
class Attended:
    """One attended visit: to which kind of meeting, on which day, in which area; none for the whole."""

    kind: MeetingKind
    day: date
    area: int | None


@dataclass(frozen=True)
class KindCoverage:
    """Of one kind of meeting: how many areas were reached, how often, which not yet."""

    kind: MeetingKind
    reached: int
    areas: int
    visits: int
    elsewhere: int
    left: tuple[str, ...]


@dataclass(frozen=True)
class Coverage:
    """A year's visits: a line for each kind, and how often each area was visited, by kind."""

    kinds: tuple[KindCoverage, ...]
    rows: tuple[tuple[str, tuple[int, ...]], ...]

    @property
    def visits(self) -> int:
        return sum(each.visits for each in self.kinds)


def coverage_of(areas: Mapping[int, str], attended: Iterable[Attended]) -> Coverage:
    """Count in how many of these areas, by id, a meeting of each kind was attended.

    A visit to a meeting of the whole prefecture, or of an area that is none of these, is counted as
    elsewhere and reaches none. Areas without visits stand with zeros.
    """
    found = list(attended)
    counts = {
        kind: {key: sum(each.kind == kind and each.area == key for each in found) for key in areas}
        for kind in MeetingKind
    }
    kinds = tuple(_kind(kind, areas, counts[kind], found) for kind in MeetingKind)
    rows = tuple((name, tuple(counts[kind][key] for kind in MeetingKind)) for key, name in areas.items())
    return Coverage(kinds, rows)


def _kind(
    kind: MeetingKind, areas: Mapping[int, str], counts: Mapping[int, int], found: Sequence[Attended]
) -> KindCoverage:
    visits = sum(each.kind == kind for each in found)
    return KindCoverage(
        kind=kind,
        reached=sum(1 for count in counts.values() if count),
        areas=len(areas),
        visits=visits,
        elsewhere=visits - sum(counts.values()),
        left=tuple(name for key, name in areas.items() if not counts[key]),
    )


@dataclass(frozen=True)
class Steps:
    """The dates of a kit that was given to an office."""

    sent_on: date
    read_on: date | None
    talked_on: date | None
    reviewed_on: date | None


STEPS = {"read": "読みました", "talked": "話しました", "reviewed": "ふりかえりました"}


def sending_state(steps: Steps) -> SendingState:
    """Return how far an office has come: the furthest step that has a date."""
    if steps.reviewed_on:
        return SendingState.REVIEWED
    if steps.talked_on:
        return SendingState.TALKED
    return SendingState.READ if steps.read_on else SendingState.SENT


def may_step(steps: Steps, step: str, *, on: date, today: date) -> Decision:
    """Decide whether a step may be dated: not before the kit was given, not after today, in their order."""
    if not steps.sent_on <= on <= today:
        return Decision(False, "渡した日から、きょうまでの日を書いてください。")
    if step == "reviewed" and (steps.talked_on is None or on < steps.talked_on):
        return Decision(False, "ふりかえりは、「話しました」の日からあとに書きます。")
    if step == "talked" and steps.reviewed_on is not None and on > steps.reviewed_on:
        return Decision(False, "「話しました」は、ふりかえりの日より前に書きます。")
    return YES


def may_take_back(steps: Steps, *, questions: int) -> Decision:
    """Decide whether a kit that was given by mistake may be taken back: not once it was read."""
    if steps.read_on or steps.talked_on or questions:
        return Decision(False, "もう読まれているので、取り消せません。まちがいは、お電話で伝えてください。")
    return YES


def may_send(
    *, kit_is_open: bool, items: int, agency: int, buddy: int | None, known: Collection[int]
) -> Decision:
    """Decide whether a kit may be given to an agency; `known` are those that have it already."""
    if not kit_is_open:
        return Decision(False, "この受け入れセットは、もう使っていません。")
    if not items:
        return Decision(False, "受け入れセットに、まだ何も入っていません。先に、入れるものを書いてください。")
    if agency in known:
        return Decision(False, "この機関には、もう渡しています。")
    if buddy == agency:
        return Decision(False, "相談できる機関には、ほかの機関を選んでください。")
    return YES
