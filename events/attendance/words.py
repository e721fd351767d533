"""What the day's rules are called, in words for those who come."""

from .models import DayRule


def rule_lines(rule: DayRule | None) -> tuple[str, ...]:
    """Return what an event says in advance of coming late and leaving early; nothing without a rule."""
    if rule is None:
        return ()
    late = f"始まりから{rule.late_minutes}分" if rule.late_minutes else "始まりの時刻"
    early = f"終わりの{rule.early_minutes}分前" if rule.early_minutes else "終わりの時刻"
    lines = (
        f"{late}をすぎて来た方は「遅刻」、{early}より先に帰った方は「早退」になります。",
        rule.note,
    )
    return tuple(filter(None, lines))
