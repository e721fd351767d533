"""What the register of network-strengthening work hears of rounds: each visit is an activity."""

from collections.abc import Iterator

from django.urls import reverse

from foundation.activities.enums import ActivityKind
from foundation.activities.rows import ActivityRow, Path, PresentRow
from foundation.japanese.dates import fiscal_year_span

from .models import Visit

SOURCE = "activity_rounds"


def visits_of_the_year(fiscal_year: int) -> Iterator[ActivityRow]:
    """Yield the visits of a fiscal year; one person of the agency was there."""
    begins, ends = (each.date() for each in fiscal_year_span(fiscal_year))
    rows = Visit.objects.filter(day__gte=begins, day__lt=ends)
    for each in rows.select_related("target__agency__municipality", "target__round"):
        agency = each.target.agency
        yield ActivityRow(
            path=Path(SOURCE, str(each.pk)),
            room="巡回開拓",
            day=each.day,
            title=f"訪問　{agency.name}",
            kind=ActivityKind.OUTREACH_ROUND,
            address=reverse("activity_rounds:target", args=[each.target_id]),
            minutes=each.minutes or 0,
            place=agency.name,
            municipality_code=agency.municipality.code if agency.municipality else "",
            organisers=(each.target.round.name,),
            presents=(PresentRow(agency.pk, agency.name, agency.sector, 1),),
        )
