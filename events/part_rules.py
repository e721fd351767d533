"""What may become of the parts of a date: pure functions of facts and a clock."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from foundation.decision import YES, Decision

PLANNED, CANCELLED, POSTPONED, RESTORED = "planned", "cancelled", "postponed", "restored"
FEWEST_PARTS, MOST_PARTS = 2, 12


@dataclass(frozen=True)
class PartFacts:
    """From when until when a part goes, and whether it takes place."""

    starts_at: datetime
    ends_at: datetime
    state: str = PLANNED


def may_write(parts: Sequence[PartFacts]) -> Decision:
    """Decide whether a date can have these parts; none at all makes it one meeting again."""
    if not parts:
        return YES
    if not FEWEST_PARTS <= len(parts) <= MOST_PARTS:
        return Decision(False, f"回は、{FEWEST_PARTS}つから{MOST_PARTS}までにしてください。")
    if any(part.ends_at <= part.starts_at for part in parts):
        return Decision(False, "終わりの時刻は、始まりの時刻よりあとにしてください。")
    if overlaps(parts):
        return Decision(False, "同じ時間に、2つの回があります。日付と時刻を確かめてください。")
    return YES


def overlaps(parts: Sequence[PartFacts]) -> bool:
    """Return whether two of the parts that take place go on at the same time."""
    held = sorted((part for part in parts if part.state == PLANNED), key=lambda part: part.starts_at)
    return any(later.starts_at < earlier.ends_at for earlier, later in pairwise(held))


def may_become(  # noqa: PLR0911 -- a list of refusals
    parts: Sequence[PartFacts],
    which: int,
    kind: str,
    now: datetime,
    *,
    new: PartFacts | None = None,
) -> Decision:
    """Decide whether one part may be called off, put off or brought back by itself."""
    part = parts[which]
    others = [each for number, each in enumerate(parts) if number != which]
    if part.state == PLANNED and part.ends_at <= now:
        return Decision(False, "終わった回は、変えられません。")
    if kind == part.state and new is None:
        return Decision(False, "この回は、もうそうなっています。")
    if kind == RESTORED and part.state == PLANNED:
        return Decision(False, "この回は、中止にも延期にもなっていません。")
    if kind == RESTORED and part.starts_at <= now:
        return Decision(False, "もとの日が過ぎています。「延期」で、新しい日を書いてください。")
    if new is not None and (new.starts_at <= now or new.ends_at <= new.starts_at):
        return Decision(False, "新しい日時は、これからの、始まりより終わりがあとのものにしてください。")
    if kind != RESTORED and new is None and all(each.state != PLANNED for each in others):
        return Decision(
            False, "ほかに行う回がありません。「日程を変える」で、全体を中止・延期にしてください。"
        )
    there = new or (part if kind == RESTORED else None)
    if there is not None and overlaps([*others, PartFacts(there.starts_at, there.ends_at)]):
        return Decision(False, "同じ時間に、2つの回があります。日付と時刻を確かめてください。")
    return YES
