"""What a table says of itself, and what may be done with it."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from foundation.decision import YES, Decision

from .enums import TableState

_SAID = (
    ("new", "新しい"),
    ("changed", "変わる"),
    ("same", "同じ"),
    ("doubtful", "決めるもの"),
    ("faulty", "直すところがあるもの"),
    ("left", "取り込まない"),
)
_ALWAYS = ("new", "changed", "same")
# The longest table takes a minute or two.
SLOW = timedelta(minutes=10)
BUSY = "いま、ほかの仕事がこの表を使っています。終わるまで、お待ちください。"


def summary(counts: Mapping[str, int]) -> str:
    """Return one sentence: 新しい 12、変わる 87、同じ 5、…"""
    return "、".join(
        f"{word} {counts.get(name, 0):,}" for name, word in _SAID if name in _ALWAYS or counts.get(name)
    )


def is_slow(asked_at: datetime | None, *, now: datetime) -> bool:
    """Return whether a job should have been over by now: whoever waits may begin anew."""
    return asked_at is not None and now - asked_at > SLOW


def may_begin(asked_at: datetime | None, *, now: datetime) -> Decision:
    """Return whether something may be done with a table: no job is at it, or one that came to nothing."""
    if asked_at is None or is_slow(asked_at, now=now):
        return YES
    return Decision(allowed=False, reason=BUSY)


def may_check(state: str) -> bool:
    """Return whether columns may still be chosen, and lines be checked and decided."""
    return state in (TableState.UPLOADED, TableState.CHECKED)


def may_apply(state: str, counts: Mapping[str, int], *, without_faulty: bool) -> Decision:
    """Return whether a table may be applied: checked, nothing doubtful, faults known."""
    if state != TableState.CHECKED:
        return Decision(allowed=False, reason="この表は、もう取り込んだか、まだ確かめていません。")
    if counts.get("doubtful"):
        return Decision(allowed=False, reason="どの機関か、決めていない行があります。先に決めてください。")
    if counts.get("faulty") and not without_faulty:
        told = (
            f"直すところのある行が {counts['faulty']:,}あります。"
            "直して送り直すか、のぞいて取り込むことを選んでください。"
        )
        return Decision(allowed=False, reason=told)
    if not counts.get("new") and not counts.get("changed"):
        return Decision(
            allowed=False, reason="新しい機関も、変わることもありません。取り込むものがありません。"
        )
    return YES


def may_undo(state: str, *, is_forgotten: bool) -> Decision:
    """Return whether a table may be taken back: applied, and its lines are still there."""
    if state != TableState.APPLIED:
        return Decision(allowed=False, reason="取り込んでいない表は、元に戻せません。")
    if is_forgotten:
        told = "取り込んでから日がたち、前の内容を消したので、元に戻せません。機関の画面で直してください。"
        return Decision(allowed=False, reason=told)
    return YES
