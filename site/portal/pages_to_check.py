"""Whatever somebody has to check again, or never says when: pages, figures, sheets, guides, forms."""

from datetime import date

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from content import desk
from content.queries import overdue_pages
from foundation.reviews import Due

from .start_panels import KINDS_WITH_OWN_ROWS, WITHOUT_OWN_ROWS, WRITERS, due_for, edit_address

ROWS_A_PAGE = 100

writers = desk.Door(WRITERS)


def pages_due(today: date) -> list[Due]:
    """Return the live pages that should have been checked by now, each with the way to its form."""
    return [
        Due("ページ", page.title, edit_address(page), page.responsible, page.review_due_on, page.reviewed_on)
        for page in overdue_pages(today)
    ]


@writers.reading
def things_to_check(request: HttpRequest) -> HttpResponse:
    """Show what is due, for this reader, of one kind where it was chosen: first what is longest overdue."""
    today = timezone.localdate()
    due = due_for(request.user, today)
    others = [row for row in due if row.kind not in KINDS_WITH_OWN_ROWS]
    kinds = sorted({row.kind for row in due})
    kind = request.GET.get("kind", "")
    kept = [row for row in due if row.kind == kind] if kind in kinds else due
    if others and len(others) < len(due):
        kinds.append(WITHOUT_OWN_ROWS)
        kept = others if kind == WITHOUT_OWN_ROWS else kept
    return desk.show(
        request,
        "portal/admin/pages_to_check.html",
        "内容を確かめるもの",
        count=len(kept),
        page_obj=Paginator(kept, ROWS_A_PAGE).get_page(request.GET.get("p")),
        kinds=kinds,
        kind=kind if kind in kinds else "",
        today=today,
    )
