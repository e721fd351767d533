"""Papers of 合同支援会議 on A4: the letter that calls to it, its minutes, what was decided."""

from datetime import date
from typing import Any

from django.conf import settings

from foundation.centre.queries import current_centre
from foundation.japanese.dates import long_date
from foundation.printing.pdf import render_pdf

from .reading import MeetingList, MeetingRead


def letter_pdf(read: MeetingRead) -> bytes:
    """Return the letter that calls to a meeting: with the number of the hand-off, and who it is not about."""
    context = {"sender": read.parties[read.meeting.called_side]} | _context(read, read.today)
    return render_pdf("meetings/paper/letter.html", context, title="合同支援会議のご案内", fits=1)


def minutes_pdf(read: MeetingRead) -> bytes:
    """Return the minutes of a meeting, on as many pages as they take."""
    return render_pdf("meetings/paper/minutes.html", _context(read, read.today), title="合同支援会議の議事録")


def tasks_pdf(read: MeetingList) -> bytes:
    """Return what the meetings of a hand-off decided, those of the latest one first."""
    return render_pdf("meetings/paper/tasks.html", _context(read, read.today), title="決まったことの一覧")


def _context(read: MeetingRead | MeetingList, today: date) -> dict[str, Any]:
    return {
        "read": read,
        "centre": current_centre(),
        "printed_on": long_date(today),
        "sample_world": settings.DEMO,
        "confidential": True,
    }
