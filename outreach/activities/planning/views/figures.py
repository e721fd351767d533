"""The year's figures for whoever reads and writes nothing: the prefecture's officer."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from directory.enums import Sector
from foundation.japanese.dates import fiscal_year_label
from outreach.activities import queries as register
from outreach.activities.access import figures_door
from outreach.activities.counting import by_kind, people_by_sector
from outreach.activities.coverage import coverage_of
from outreach.activities.planning import queries
from outreach.activities.views.register import asked_year

TITLE = "ネットワークを強くする活動"
WITHOUT_SECTOR = "分野の記録なし"


@figures_door.reading
def figures(request: HttpRequest) -> HttpResponse:
    """Show a fiscal year's work by kind, area and field; no names, no agencies."""
    today = timezone.localdate()
    years = register.years(today=today)
    year = asked_year(request, years)
    activities = register.counted_activities(year, today=today)
    sectors = people_by_sector(activities)
    names = {sector.value: str(sector.label) for sector in Sector} | {"": WITHOUT_SECTOR}
    context = {
        "page_title": f"{TITLE}　{fiscal_year_label(year)}",
        "no_index": True,
        "years": [(each, fiscal_year_label(each)) for each in years if each != year],
        "is_locked": register.is_locked(year),
        "rows": list(zip(by_kind(activities), queries.board(year, today=today), strict=True)),
        "coverage": coverage_of(activities, register.area_names(year, today=today)),
        "sectors": [(name, sectors[key]) for key, name in names.items() if sectors[key]],
    }
    return render(request, "activity_plans/figures.html", context)
