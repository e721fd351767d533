"""The bones of minutes and of plain records, written from the agenda and from who was there."""

from collections.abc import Iterable

from django.utils import timezone

from foundation.japanese.dates import clock_time, long_date

from .queries.meetings import Shown, TimedItem, agenda_of, came_by_body


def when_line(each: Shown) -> str:
    """Return when a meeting is, in one line."""
    if each.starts_at is None or each.ends_at is None:
        return long_date(each.day) if each.day else "日時は、まだ決まっていません"
    begins, ends = timezone.localtime(each.starts_at), timezone.localtime(each.ends_at)
    return f"{long_date(begins.date())}　{clock_time(begins.time())}から{clock_time(ends.time())}"


def agenda_lines(lines: Iterable[TimedItem]) -> list[str]:
    """Return an agenda as plain lines: number, time, words, minutes, who left the room."""
    found = []
    for each in lines:
        begins = f"{clock_time(timezone.localtime(each.starts_at).time())}　" if each.starts_at else ""
        found.append(f"{each.number}　{begins}{each.words}（{each.item.minutes}分）")
        found += [f"　席を外した：{one}" for one in each.leaving]
    return found


def outline_of(each: Shown) -> str:
    """Return what minutes begin with: when, who came by agency, and each item with room for words."""
    came = "、".join(f"{body}{count}人" for body, count in came_by_body(each.meeting))
    parts = [f"日時　{when_line(each)}", f"出席　{came or '（出欠を記録すると、ここに出ます）'}", ""]
    for line in agenda_of(each.meeting, starts_at=None):
        parts += [f"{line.number}　{line.words}", *(f"（{one}は、席を外した）" for one in line.leaving), ""]
    return "\n".join(parts).strip()
