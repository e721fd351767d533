"""The papers of this room, A4: numbered copies and their list, 次第, minutes, digest, feedback."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils import timezone

from foundation.centre.queries import current_centre
from foundation.japanese.dates import wareki
from foundation.printing.pdf import render_pdf

from .models import CaseItem, NumberedCopy, Seat, Sitting
from .queries import TimedLine
from .services.minutes import AdviceRead, MinutesRead
from .services.papers import CopyPrinted


def _paper(name: str, context: dict[str, Any], *, title: str, now: datetime) -> bytes:
    known = {
        "centre": current_centre(),
        "printed_on": wareki(timezone.localdate(now)),
        "confidential": True,
        "sample_world": settings.DEMO,
    }
    return render_pdf(f"sittings/paper/{name}.html", known | context, title=title)


def copy_pdf(printed: CopyPrinted, *, now: datetime) -> bytes:
    """Return one reader's numbered copy: who, when and the number on each page."""
    mark = printed.papers[0].watermark if printed.papers else ""
    context = {"printed": printed, "watermark": mark}
    return _paper("copy", context, title=f"{printed.sitting} 資料 {printed.copy}", now=now)


def copy_list_pdf(sitting: Sitting, copies: Sequence[NumberedCopy], *, now: datetime) -> bytes:
    """Return the list of copies, to tick when each is handed out and when it comes back."""
    return _paper(
        "copy_list", {"sitting": sitting, "copies": copies}, title=f"{sitting} 配布・回収の一覧", now=now
    )


def agenda_pdf(
    sitting: Sitting, lines: Sequence[TimedLine], seats: Sequence[Seat], *, now: datetime
) -> bytes:
    """Return the timed 次第, with the cases that its reader may find."""
    context = {"sitting": sitting, "lines": lines, "seats": seats}
    return _paper("agenda", context, title=f"{sitting} 次第", now=now)


def minutes_pdf(minutes: MinutesRead, *, now: datetime) -> bytes:
    """Return the minutes, marked as a draft until they are confirmed."""
    return _paper("minutes", {"minutes": minutes}, title=f"{minutes.sitting} 議事録", now=now)


def digest_pdf(
    sitting: Sitting, cases: Sequence[tuple[CaseItem, Sequence[AdviceRead]]], *, now: datetime
) -> bytes:
    """Return the advice of a sitting and what was done with it."""
    return _paper("digest", {"sitting": sitting, "cases": cases}, title=f"{sitting} 助言のまとめ", now=now)


def feedback_pdf(
    item: CaseItem, thread: Sequence[tuple[CaseItem, Sequence[AdviceRead]]], *, now: datetime
) -> bytes:
    """Return what was advised on a case, what was done, and what came of it."""
    return _paper("feedback", {"item": item, "thread": thread}, title=f"{item} 助言への報告", now=now)
