"""The register of provision: on the screen, as A4 and as CSV; and who read what a side shared."""

from datetime import date
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from foundation.exports.delimited import write_csv
from handoff.access import EnrolledRequest, actor_of, policy
from handoff.enums import AGENCY_ROLES, EVERYBODY_ENROLLED
from handoff.oversight.access import AUDITING
from handoff.oversight.paper import register_pdf
from handoff.oversight.register import register_table
from handoff.oversight.services.tracing import read_register, read_shared

READING = AUDITING | AGENCY_ROLES
CSV = "text/csv; charset=utf-8"
NAME = "teikyou-kiroku"


def month_of(word: str) -> date | None:
    """Return the month that a word such as 2026-11 means, or none."""
    try:
        return date.fromisoformat(f"{word}-01")
    except ValueError:
        return None


@policy(open_to=READING)
@never_cache
@require_GET
def register(request: EnrolledRequest) -> HttpResponse:
    """Show what was given to whom, by month."""
    month = month_of(request.GET.get("month", ""))
    months, lines = read_register(month=month, actor=actor_of(request), now=timezone.now())
    context = {
        "page_title": "第三者提供の記録",
        "months": [(f"{each:%Y-%m}", each) for each in months],
        "month": f"{month:%Y-%m}" if month else "",
        "lines": lines,
    }
    return render(request, "oversight/register.html", context)


@policy(open_to=READING)
@never_cache
@require_GET
def register_file(request: EnrolledRequest, form: str) -> HttpResponse:
    """Answer with the register as a file; taking it out is written down."""
    now, month = timezone.now(), month_of(request.GET.get("month", ""))
    _, lines = read_register(month=month, actor=actor_of(request), now=now, verb="exported")
    if form == "csv":
        content, kind = write_csv(register_table(lines), encoding="utf-8-sig").content, CSV
    else:
        content = register_pdf(lines, month=month, printed_on=timezone.localdate(now))
        kind = "application/pdf"
    name = f"{NAME}-{month:%Y-%m}.{form}" if month else f"{NAME}.{form}"
    return HttpResponse(
        content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


@policy(open_to=EVERYBODY_ENROLLED)
@never_cache
@require_GET
def shared(request: EnrolledRequest, pk: UUID) -> HttpResponse:
    """Show the asking side who of the other side read which part."""
    handoff, lines = read_shared(handoff_id=pk, actor=actor_of(request), now=timezone.now())
    context = {"page_title": "渡した書類を読んだ人", "handoff": handoff, "lines": lines}
    return render(request, "oversight/shared.html", context)
