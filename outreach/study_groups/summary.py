"""What a community did in a fiscal year, counted anew from what was recorded; nothing of it is stored."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import F
from django.utils import timezone

from directory.enums import Sector
from events.models import Participant
from foundation.japanese.dates import fiscal_year_span

from . import queries, rules
from .models import Community, Guest, MemberAgency, YearPlan
from .registries import presence_sources

WITHOUT_SECTOR = "分野の記録なし"

# Agency, sector and event of somebody who came.
type Came = tuple[int | None, str | None, int]


@dataclass(frozen=True)
class YearSummary:
    """A year in numbers. People count once for each session they came to, agencies once for the year.

    All follows from what was marked at the reception; of a session of which nothing was, from what a room has
    written: nothing of sectors. A sector is that of the day, as it stands with the application.

    Members are agencies: on the day before the year, joined and left within it, on its last day or today.
    """

    counted: rules.Counted
    held: Sequence[queries.Held]
    people: int
    agencies: int
    guests: int
    by_sector: Sequence[tuple[str, int]]
    members_before: int
    joined: int
    left: int
    members_after: int


def summary_of(community: Community, plan: YearPlan | None, year: int, *, now: datetime) -> YearSummary:
    """Return a year of a community, in as many queries for sixty sessions as for one."""
    today = timezone.localdate(now)
    lines = queries.lines_of(plan, now=now) if plan else []
    held = queries.held_of(lines)[::-1]
    events = [each.line.row.event_id for each in held if each.line.row.event_id is not None]
    came = Participant.objects.attended().filter(session__event__in=events).order_by()
    rows = list(came.values_list("application__agency", "application__sector", "session__event"))
    marked = {event for _, _, event in rows}
    written = [each for each in held if each.line.row.event_id not in marked]
    agencies = {agency for agency, _, _ in rows if agency is not None}
    first, last = days_of(year, today=today)
    # Who left on the day they came was never a member.
    members = community.members.exclude(until=F("since"))
    return YearSummary(
        counted=queries.counted(lines),
        held=held,
        people=sum(each.people for each in held),
        agencies=len(agencies | _agencies_written(community, year, written)),
        guests=_guests_who_came(events, rows),
        by_sector=_by_sector(
            [sector for _, sector, _ in rows] + [None] * sum(each.people for each in written)
        ),
        members_before=_members_on(community, first - timedelta(days=1)),
        joined=members.filter(since__gte=first, since__lte=last).count(),
        left=members.filter(until__gte=first, until__lte=last).count(),
        members_after=_members_on(community, last),
    )


def _agencies_written(community: Community, year: int, held: Collection[queries.Held]) -> set[int]:
    """Return the agencies of who came to these sessions, as rooms have written."""
    if not held:
        return set()
    came = {row: each for source in presence_sources for row, each in source(community, year).items()}
    rows = [each.line.row.pk for each in held]
    return {agency for row in rows if row in came for agency in came[row].agencies}


def days_of(year: int, *, today: date) -> tuple[date, date]:
    """Return the first and the last day of a fiscal year that is counted: of the present one until today."""
    begins, ends = fiscal_year_span(year)
    return begins.date(), min(ends.date() - timedelta(days=1), max(today, begins.date()))


def _members_on(community: Community, day: date) -> int:
    return MemberAgency.objects.on(day).filter(community=community).count()


def _guests_who_came(events: Collection[int], rows: Iterable[Came]) -> int:
    invited = set(Guest.objects.filter(event__in=events).values_list("event", "agency"))
    return len({agency for agency, _, event in rows if (event, agency) in invited})


def _by_sector(sectors: Iterable[str | None]) -> list[tuple[str, int]]:
    """Return how many came of each sector, in the order of sectors."""
    counts = Counter(sector or "" for sector in sectors)
    named = [(label, counts[value]) for value, label in Sector.choices if counts[value]]
    return [*named, (WITHOUT_SECTOR, counts[""])] if counts[""] else named
