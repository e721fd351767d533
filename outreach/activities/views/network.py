"""Who met whom in a fiscal year, what is missing, and whom to invite next."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from content import desk
from foundation.japanese.dates import fiscal_year_label
from outreach.activities import queries
from outreach.activities.access import activity_desk
from outreach.activities.network_picture import picture_of
from outreach.activities.network_queries import network_of
from outreach.activities.papers import network_table
from outreach.activities.views.frame import to_register
from outreach.activities.views.register import asked_year


@activity_desk.reading
def network(request: HttpRequest) -> HttpResponse:
    """Show a fiscal year's network."""
    today = timezone.localdate()
    years = queries.years(today=today)
    year = asked_year(request, years)
    found = network_of(year, today=today)
    pairs = sorted(found.graph.edges.items(), key=lambda pair: (-pair[1], pair[0]))
    return desk.show(
        request,
        "activities/desk/network.html",
        f"つながり　{fiscal_year_label(year)}",
        trail=[to_register()],
        year=year,
        years=[(each, fiscal_year_label(each)) for each in years if each != year],
        network=found,
        picture=picture_of(found.graph, found.names),
        pairs=[
            (found.names[one], found.names[other], count)
            for (one, other), count in pairs
            if one in found.names and other in found.names
        ],
    )


@activity_desk.reading
def workbook(_request: HttpRequest, year: int) -> HttpResponse:
    """Return who met whom in a fiscal year as a workbook."""
    today = timezone.localdate()
    table = network_table(year, network_of(year, today=today))
    return desk.table_file(table, name=table.title, form="xlsx", printed_on=today)
