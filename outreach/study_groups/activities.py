"""What the register of network-strengthening work hears of communities: their sessions, with their kind."""

from collections.abc import Iterator

from django.db.models import Min
from django.urls import reverse
from django.utils import timezone

from events.activities import session_path
from foundation.activities.enums import ActivityKind
from foundation.activities.rows import ActivityRow, Path
from foundation.japanese.dates import fiscal_year_span

from .enums import COMMITTEES, SessionFormat
from .models import PlanRow

SOURCE = "study_groups"
# What all others are: people of several fields talk about how persons can live here.
KINDS = {
    SessionFormat.LECTURE: ActivityKind.COMMUNITY_TRAINING,
    SessionFormat.STUDY: ActivityKind.COMMUNITY_TRAINING,
    SessionFormat.GENERAL_MEETING: ActivityKind.OTHER,
    SessionFormat.COMMITTEE_MEETING: ActivityKind.OTHER,
    SessionFormat.OTHER: ActivityKind.OTHER,
}


def row_path(row_id: int) -> Path:
    """Return by which path a line of a plan is known, for rooms that tell of the same."""
    return Path(SOURCE, str(row_id))


def kind_of(row: PlanRow) -> ActivityKind:
    """Return which kind of work a session is; a committee's never is one that the addition pays for."""
    if row.plan.community.kind in COMMITTEES:
        return ActivityKind.OTHER
    return KINDS.get(SessionFormat(row.format), ActivityKind.STUDY_MEETING)


def sessions_of_the_year(fiscal_year: int) -> Iterator[ActivityRow]:
    """Yield the sessions of a fiscal year that were announced; each is that date of its event."""
    begins, ends = fiscal_year_span(fiscal_year)
    rows = PlanRow.objects.filter(
        event__sessions__starts_at__gte=begins, event__sessions__starts_at__lt=ends
    ).annotate(session=Min("event__sessions"), on=Min("event__sessions__starts_at"))
    for each in rows.select_related("plan__community"):
        community = each.plan.community
        yield ActivityRow(
            path=row_path(each.pk),
            room="会・委員会",
            day=timezone.localdate(each.on),
            title=f"{community.name}　{each.theme}",
            kind=kind_of(each),
            address=reverse("study_groups:plan", args=[community.slug, each.plan.fiscal_year]),
            organisers=(community.name,),
            is_off=each.called_off_at is not None,
            same_as=session_path(each.session),
        )
