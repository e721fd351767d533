"""The days of a check list as a calendar file; it is made, handed over and forgotten."""

from collections.abc import Iterable
from datetime import datetime

from foundation.calendar.entries import CalendarEntry, new_uid
from foundation.calendar.ics import publish

from .queries import DayLine

NAME = "手続きの予定"
# Nothing will ever be published anew under these entries: they stand in somebody's own calendar alone.
ASKS_AGAIN_AFTER_HOURS = 24


def days_ics(lines: Iterable[DayLine], *, domain: str, now: datetime) -> bytes:
    """Return all-day entries for the days on which steps begin; they say what and where, never who."""
    entries = [
        CalendarEntry(
            uid=new_uid(domain),
            sequence=0,
            starts=line.days.begins_on,
            ends=line.days.begins_on,
            summary=f"{line.step.title}（始める）",
            description=_words(line),
            location=line.step.office,
            last_modified=now,
            created=now,
        )
        for line in lines
    ]
    return publish(entries, name=NAME, ttl_hours=ASKS_AGAIN_AFTER_HOURS, now=now)


def _words(line: DayLine) -> str:
    parts = [f"する人：{line.step.who}"]
    if line.step.paper_list:
        parts.append(f"いるもの：{'、'.join(line.step.paper_list)}")
    if line.days.answer_by:
        parts.append(f"結果のめやす：{line.days.answer_by.month}月{line.days.answer_by.day}日ごろ")
    parts.append("この予定に、人の名前を書きたさないでください。")
    return "\n".join(parts)
