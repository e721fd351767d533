"""What stands on the home of a community of its case sheets, for whoever may read them."""

from django.urls import reverse
from django.utils import timezone

from foundation.japanese.dates import short_date
from outreach.study_groups.enums import Action
from outreach.study_groups.panels import Home
from outreach.study_groups.registries import Panel

from . import queries
from .enums import SheetState
from .rules import state_on

SHOWN = 2
WAITS = "次の会の事例シート"


def sheets_to_read(home: Home) -> Panel | None:
    """Return the sheets of the next session, in one query; before their day they have no title here.

    None, without a query, for whoever does not read them.
    """
    standing = home.standing
    if not standing.may(Action.READ_CASE_SHEET):
        return None
    today, slug = timezone.localdate(), standing.community.slug
    found = queries.next_days(queries.of_community(standing.community), today=today, most=SHOWN)
    list_address = reverse("group_case_sheets:sheets", args=[slug])
    rows = [
        (
            each.title,
            reverse("group_case_sheets:sheet", args=[slug, each.pk]),
            f"{short_date(each.shown_until)}まで",
        )
        if state_on(each.dates, today) == SheetState.SHOWN
        else (WAITS, list_address, f"{short_date(each.shown_from)}に読めるようになります")
        for each in found
    ]
    if standing.may(Action.WRITE_CASE_SHEET):
        return Panel("事例シート", rows, ("事例シートを書く、確かめる", list_address))
    return Panel("事例シート", rows, ("事例シートについて", list_address)) if rows else None
