"""What the register of network-strengthening work hears of campaigns: a training that is watched."""

from collections.abc import Iterator
from datetime import date

from django.urls import reverse
from django.utils import timezone

from directory.models import Agency
from foundation.activities.enums import ActivityKind
from foundation.activities.rows import ActivityRow, Path, PresentRow
from foundation.japanese.dates import fiscal_year_span

from .models import Campaign
from .queries import progress

SOURCE = "campaigns"


def campaigns_of_the_year(fiscal_year: int) -> Iterator[ActivityRow]:
    """Yield the campaigns that began in a fiscal year, on the day they began.

    Present is whoever has watched everything. A campaign for agencies of which nobody was through (補講) is
    one of its own, and those who watched by it are its.
    """
    begins, ends = (each.date() for each in fiscal_year_span(fiscal_year))
    rows = Campaign.objects.filter(opens_on__gte=begins, opens_on__lt=ends).select_related("course")
    for each in rows.prefetch_related("invitations"):
        yield ActivityRow(
            path=Path(SOURCE, str(each.pk)),
            room="動画の視聴",
            day=each.opens_on,
            title=each.name,
            kind=ActivityKind.COMMUNITY_TRAINING,
            address=reverse("campaign_desk:campaign", args=[each.pk]),
            presents=_through(each, today=timezone.localdate()),
        )


def _through(campaign: Campaign, *, today: date) -> list[PresentRow]:
    cards = {each.agency_id for each in campaign.invitations.all() if each.revoked_at is None}
    if not cards:
        return []
    come = {key: each for key, each in progress(campaign.course, cards, today=today).items() if each.through}
    return [
        PresentRow(agency.pk, agency.name, agency.sector, come[agency.pk].through)
        for agency in Agency.objects.filter(pk__in=come)
    ]
