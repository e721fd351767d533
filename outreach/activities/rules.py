"""How far an activity has come, what may be done with it, and which rows of the sources are one activity."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from foundation.activities.rows import ActivityRow, Path
from foundation.decision import YES, Decision

from .enums import ActivityState


@dataclass(frozen=True)
class Facts:
    """What the state of an activity follows from."""

    day: date
    is_off: bool = False
    is_counted_elsewhere: bool = False
    left_out_because: str = ""
    is_recorded: bool = False
    is_checked: bool = False
    is_locked: bool = False

    @property
    def is_left_out(self) -> bool:
        """Whether it counts nowhere by itself."""
        return self.is_off or self.is_counted_elsewhere or bool(self.left_out_because)


def state_of(facts: Facts, *, today: date) -> ActivityState:
    """Return how far an activity has come."""
    if facts.is_locked:
        return ActivityState.LOCKED
    if facts.is_left_out:
        return ActivityState.LEFT_OUT
    if facts.day > today:
        return ActivityState.PLANNED
    if facts.is_checked:
        return ActivityState.CHECKED
    return ActivityState.RECORDED if facts.is_recorded else ActivityState.HELD


LOCKED = "この年度は確定しています。直すには、センター長が、わけを書いて確定をときます。"
NO_MORE = "数えない活動です。先に「数える」に戻してください。"
STILL_TO_COME = "まだ先の日です。終わってから、記録してください。"


def may_change(facts: Facts) -> Decision:
    """Decide whether what is written of an activity may change."""
    return Decision(False, LOCKED) if facts.is_locked else YES


def may_record(facts: Facts, *, today: date) -> Decision:
    """Decide whether its record may be said to be complete."""
    if facts.is_locked:
        return Decision(False, LOCKED)
    if facts.is_left_out:
        return Decision(False, NO_MORE)
    return Decision(False, STILL_TO_COME) if facts.day > today else YES


def may_check(facts: Facts, *, today: date) -> Decision:
    """Decide whether the manager may say that the record is right."""
    decision = may_record(facts, today=today)
    if decision.allowed and not facts.is_recorded:
        return Decision(False, "先に、記録をすませてください。")
    return decision


def may_count_in(facts: Facts, other: Facts, *, is_same: bool) -> Decision:
    """Decide whether an activity may be counted in another one: no rings, no chains."""
    if facts.is_locked or other.is_locked:
        return Decision(False, LOCKED)
    if is_same:
        return Decision(False, "ほかの活動を選んでください。")
    if other.is_left_out:
        return Decision(False, "選んだ活動は、数えない活動です。数える活動を選んでください。")
    return YES


def may_lock(states: Mapping[ActivityState, int], *, year_is_over: bool) -> Decision:
    """Decide whether a fiscal year may be locked: once it is over and each activity checked or left out."""
    if not year_is_over:
        return Decision(False, "年度が終わってから、確定します。")
    left = states.get(ActivityState.HELD, 0) + states.get(ActivityState.RECORDED, 0)
    if left:
        return Decision(
            False, f"確認していない活動が、{left}件あります。確認するか、数えないことにしてください。"
        )
    return YES


def grouped(rows: Iterable[ActivityRow]) -> dict[Path, list[ActivityRow]]:
    """Return rows by the activity that they are: the row that stands for itself first, then what refines it.

    A row that is the same as one that no source tells stands for itself.
    """
    by_path = {row.path: row for row in rows}
    groups: dict[Path, list[ActivityRow]] = defaultdict(list)
    for path, row in by_path.items():
        root = _root(path, by_path)
        groups[root].insert(0, row) if root == path else groups[root].append(row)
    return dict(groups)


def _root(path: Path, rows: Mapping[Path, ActivityRow]) -> Path:
    seen: list[Path] = []
    while path not in seen:
        seen.append(path)
        above = rows[path].same_as
        if above is None or above not in rows:
            return path
        path = above
    # Rows that name each other in a ring are one activity all the same.
    return min(seen[seen.index(path) :], key=lambda each: (each.source, each.key))


def merged(rows: Sequence[ActivityRow]) -> ActivityRow:
    """Return what the rows of one activity tell together.

    The first row stands for the activity. The others give their kind, and what the first one leaves empty;
    organisers and evidence are those of all.
    """
    first, *others = rows
    told = first
    for row in others:
        told = replace(
            told,
            kind=row.kind,
            minutes=told.minutes or row.minutes,
            place=told.place or row.place,
            area_id=told.area_id or row.area_id,
            postal_address=told.postal_address or row.postal_address,
            municipality_code=told.municipality_code or row.municipality_code,
            organisers=tuple(dict.fromkeys((*told.organisers, *row.organisers))),
            presents=told.presents or row.presents,
            evidence=(*told.evidence, *row.evidence),
            is_off=told.is_off or row.is_off,
        )
    return told


@dataclass(frozen=True)
class Places:
    """Areas by the code of their municipalities, and the names of these by code."""

    areas: Mapping[str, int]
    names: Mapping[str, str]

    def area_of(self, row: ActivityRow) -> int | None:
        """Return the area in which something took place, as far as its row tells."""
        if row.area_id is not None:
            return row.area_id
        if row.municipality_code:
            return self.areas.get(row.municipality_code)
        named = [
            code for code, name in self.names.items() if code in self.areas and name in row.postal_address
        ]
        return self.areas[max(named, key=lambda code: len(self.names[code]))] if named else None
