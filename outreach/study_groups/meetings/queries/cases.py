"""Cases across meetings by their numbers: how often discussed, when next, what waits for a report."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from outreach.study_groups.meetings import rules
from outreach.study_groups.meetings.models import AgendaItem
from outreach.study_groups.models import Community

from .days import begins, day_of, is_to_come


@dataclass(frozen=True)
class CaseThread:
    """A case by its number: how often discussed, when last and next, what became of the advice."""

    reference: str
    times: int
    last: AgendaItem | None
    next_on: date | None
    waits: bool
    is_late: bool

    @property
    def outcome(self) -> str:
        """What became of the last advice, empty while nobody has said."""
        return self.last.report.get_outcome_display() if self.last and hasattr(self.last, "report") else ""


def items_of(community: Community) -> QuerySet[AgendaItem]:
    """Return every case on an agenda of this community, the earliest meeting first."""
    found = AgendaItem.objects.filter(
        meeting__row__plan__community=community, meeting__row__called_off_at__isnull=True
    ).exclude(reference="")
    found = found.select_related("meeting__row__plan", "report")
    found = found.annotate(event_begins=begins("meeting__row__event"))
    return found.order_by("meeting__row__month", "meeting__row__position", "pk")


def threads_of(community: Community, *, today: date, days: int) -> list[CaseThread]:
    """Return the cases of a community, those whose report is late first; one query.

    A case that was discussed again waits for the report on the last time alone.
    """
    found: dict[str, list[AgendaItem]] = {}
    for item in items_of(community):
        found.setdefault(item.reference, []).append(item)
    threads = [_thread(reference, items, today, days) for reference, items in found.items()]
    return sorted(threads, key=lambda each: (not each.is_late, not each.waits, each.reference))


def _thread(reference: str, items: list[AgendaItem], today: date, days: int) -> CaseThread:
    held = [each for each in items if each.meeting.held_on is not None]
    held.sort(key=lambda each: each.meeting.held_on or date.min)
    coming = [_day(each) for each in items if is_to_come(each.meeting, _begins(each), today=today)]
    last = held[-1] if held else None
    waits = last is not None and not hasattr(last, "report")
    held_on = last.meeting.held_on if last else None
    return CaseThread(
        reference=reference,
        times=len(held),
        last=last,
        next_on=min(coming, default=None),
        waits=waits,
        is_late=rules.waits_for_report(held_on, reported=not waits, today=today, days=days),
    )


def _day(item: AgendaItem) -> date:
    return day_of(item.meeting, _begins(item)) or item.meeting.row.month


def _begins(item: AgendaItem) -> datetime | None:
    found: datetime | None = vars(item)["event_begins"]
    return found
