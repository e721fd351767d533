"""What somebody who is new reads, watches and does: for everybody, without a record of who read it."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from outreach.role_sheets.procedures import queries

from .frame import page


# Paths are kept by another app, which does not know of this page: nobody keeps it on the way.
@cache_control(private=True, no_cache=True)
@require_safe
def read(request: HttpRequest) -> HttpResponse:
    """Show the paths that stand here; how far one has come is kept at `/paths/` for whoever signed in."""
    groups = queries.first_steps()
    rows = [row for _, found in groups for row in found]
    return page(
        request, "first_steps", "はじめての担当者へ", groups=groups, checked_on=queries.last_checked(rows)
    )
