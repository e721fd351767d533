"""What a fiscal year asks for, and how far it has come."""

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from content import desk
from content.desk import actor
from content.desk_forms import Done, Kept, Screen, form_screen
from directory.enums import Sector
from foundation.activities.enums import ActivityKind, EvidenceKind
from foundation.japanese.dates import fiscal_year, fiscal_year_label
from outreach.activities.access import activity_desk, locking_desk
from outreach.activities.planning import queries
from outreach.activities.planning.exceptions import PlanRefused
from outreach.activities.planning.forms import RequirementForm
from outreach.activities.planning.services.requiring import write_requirement
from outreach.activities.views.frame import FORM, to_register

FIRST_YEAR, YEARS_AHEAD = 2009, 2


def insist_on_year(year: int) -> None:
    """Raise Http404 for a year that nobody plans."""
    if not FIRST_YEAR <= year <= fiscal_year(timezone.localdate()) + YEARS_AHEAD:
        raise Http404


@activity_desk.reading
def board(request: HttpRequest, year: int) -> HttpResponse:
    """Show each kind of work: wanted, done, planned, what is missing."""
    insist_on_year(year)
    return desk.show(
        request,
        "activity_plans/desk/board.html",
        f"要件と進みぐあい　{fiscal_year_label(year)}",
        trail=[to_register()],
        year=year,
        before=year - 1,
        after=year + 1,
        rows=queries.board(year, today=timezone.localdate()),
        sectors=dict(Sector.choices),
        evidence=dict(EvidenceKind.choices),
    )


@locking_desk.form_page
def requirement(request: HttpRequest, year: int, kind: str) -> HttpResponse:
    """Write what is wanted of a kind of work in a year."""
    insist_on_year(year)
    if kind not in ActivityKind.values:
        raise Http404
    of_kind = ActivityKind(kind)
    found = queries.requirement_of(year, of_kind)
    form = RequirementForm(
        request.POST or None, request.FILES or None, today=timezone.localdate(), requirement=found
    )
    back = reverse("activity_plans:board", args=[year])

    def save() -> Done:
        write_requirement(
            year=year,
            kind=of_kind,
            details=form.details,
            upload=form.upload,
            actor=actor(request),
            now=timezone.now(),
        )
        return Done("要件を書きました。", back)

    def fresh() -> RequirementForm:
        return RequirementForm(today=timezone.localdate(), requirement=queries.requirement_of(year, of_kind))

    title = f"{of_kind.label}の要件　{fiscal_year_label(year)}"
    screen = Screen(FORM, title, [to_register(), ("要件と進みぐあい", back)])
    return form_screen(
        request,
        form,
        save,
        screen,
        refused_as=PlanRefused,
        kept=Kept(found, fresh) if found.pk else None,
        button="保存する",
        back=back,
        hint="回数や期限は、国や県の資料のとおりに書きます。ポータルは、決まった数を持っていません。",
        has_files=True,
    )


@activity_desk.reading
def source_file(_request: HttpRequest, year: int, kind: str) -> FileResponse:
    """Hand out the file that says what is wanted."""
    if kind not in ActivityKind.values:
        raise Http404
    found = queries.requirement_of(year, ActivityKind(kind))
    if not found.source_file:
        raise Http404
    suffix = (found.source_file.name or "").rpartition(".")[2]
    name = f"{found.get_kind_display()}の要件.{suffix}"
    response = FileResponse(found.source_file.open("rb"), as_attachment=True, filename=name)
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response
