"""The additions of all services on A4."""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from events.paper_facts import letterhead
from foundation.japanese.dates import wareki
from foundation.printing.pdf import PaperDoesNotFit, render_pdf

from .enums import State
from .queries import SAME, Line, Shelved, by_service

TITLE = "報酬の加算　早見表"


@dataclass
class PaperRow:
    """One value with all services for which it is the same."""

    line: Line
    services: list[str] = field(default_factory=list)

    @property
    def papers(self) -> str:
        """The papers that are needed, in one line."""
        return "、".join(self.line.row.papers.splitlines())


def sheet_pdf(*, now: datetime) -> bytes:
    """Return what counts today and what is known to come, with sources; former values are left out."""
    today = timezone.localdate(now)
    context = {
        "centre": letterhead(),
        "printed_on": wareki(today),
        "sample_world": settings.DEMO,
        "title": TITLE,
        "rows": paper_rows(by_service(today)),
        "check_url": f"{settings.OWN_URL}{reverse('additions:check')}",
    }
    paper = "reward_additions/paper/sheet.html"
    with suppress(PaperDoesNotFit):
        return render_pdf(paper, context, title=TITLE, fits=1)
    return render_pdf(paper, context, title=TITLE)


def paper_rows(shelves: Iterable[Shelved]) -> list[PaperRow]:
    """Return the values that are not over; services that say the same of an addition share a row."""
    found: dict[tuple[object, ...], PaperRow] = {}
    for shelf in shelves:
        for line in shelf.lines:
            if line.state != State.PAST:
                key = tuple(getattr(line.row, name) for name in SAME)
                found.setdefault(key, PaperRow(line)).services.append(str(shelf.service.label))
    return list(found.values())
