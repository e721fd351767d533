"""The gaps of municipalities: the centre reads all of them, a municipality its own, nobody else any."""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from content import desk
from content.desk import actor
from content.reviewed import Reviewed
from content.services import RecordIsGone
from directory.models import Municipality
from foundation.japanese.dates import long_date
from outreach.role_sheets.procedures import access, queries
from outreach.role_sheets.procedures.exceptions import ProceduresRefused
from outreach.role_sheets.procedures.papers import gaps_pdf
from outreach.role_sheets.procedures.services.reviewing import confirm

from .frame import GAPS, PDF, address, done, page

type View = Callable[..., HttpResponse]


def of_a_place(view: View) -> View:
    """Open a page of a municipality to the centre and to the municipality's own people; 404 for others."""

    @wraps(view)
    def guarded(request: HttpRequest, code: str, **names: object) -> HttpResponse:
        found = access.municipality_for(request.user, code, today=timezone.localdate())
        return view(request, found, **names)

    opened: View = never_cache(login_required(guarded))
    return opened


@never_cache
@login_required
@require_safe
def places(request: HttpRequest) -> HttpResponse:
    """List the municipalities that this visitor reads, with how many gaps stand how."""
    today = timezone.localdate()
    access.knows_gaps(request.user, today=today)
    lines = queries.place_lines(access.municipalities_for(request.user, today=today), today=today)
    return page(request, "places", GAPS, no_index=True, lines=lines)


@require_safe
@of_a_place
def place(request: HttpRequest, found: Municipality) -> HttpResponse:
    """Show the gaps and the plan of a municipality."""
    today = timezone.localdate()
    return page(
        request,
        "gaps",
        f"{found.name}のすき間",
        trail=((GAPS, address("gaps")),),
        no_index=True,
        place=found,
        plans=queries.plans_of(found, today=today),
        lines=queries.gap_lines(found, today=today),
        today=today,
    )


@require_safe
@of_a_place
def sheet(_request: HttpRequest, found: Municipality) -> HttpResponse:
    """Return the gap sheet on A4."""
    content = gaps_pdf(found, now=timezone.now())
    return desk.file(content, name=f"すき間の一覧_{found.code}.pdf", content_type=PDF, inline=True)


@require_POST
@of_a_place
def confirm_gap(request: HttpRequest, found: Municipality, pk: int) -> HttpResponse:
    """Take it that somebody looked at a gap."""
    return _confirmed(request, found, access.gap_of(found, pk))


@require_POST
@of_a_place
def confirm_plan(request: HttpRequest, found: Municipality, pk: int) -> HttpResponse:
    """Take it that somebody looked at a plan."""
    return _confirmed(request, found, access.plan_of(found, pk))


def _confirmed(request: HttpRequest, found: Municipality, record: Reviewed) -> HttpResponse:
    def act() -> str:
        try:
            due_on = confirm(record=record, actor=actor(request), now=timezone.now())
        except RecordIsGone as gone:
            raise ProceduresRefused(str(gone)) from None
        return f"「{record}」を確かめました。次は{long_date(due_on)}です。"

    return done(request, act, address("gaps_of", found.code))
