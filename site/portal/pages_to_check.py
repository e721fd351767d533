"""The list of pages whose content should be checked, or that never say when."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from content import desk
from content.queries import overdue_pages

from .start_panels import WRITERS, edit_address

writers = desk.Door(WRITERS)


@writers.reading
def pages_to_check(request: HttpRequest) -> HttpResponse:
    """Show the pages that are due first and then those without a day, each with the way to its form."""
    pages = overdue_pages(timezone.localdate())
    pages.sort(key=lambda page: page.review_due_on is None)
    rows = [(page, edit_address(page)) for page in pages]
    return desk.show(request, "portal/admin/pages_to_check.html", "内容を確かめるページ", rows=rows)
