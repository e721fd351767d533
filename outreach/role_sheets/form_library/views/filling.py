"""The desk fills a form for a fiscal year, takes the file, and sees which rows stand behind each number."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from content import desk
from content.desk import actor
from content.desk_forms import Done
from foundation.japanese.dates import fiscal_year_label, fiscal_year_short
from outreach.role_sheets.form_library import queries
from outreach.role_sheets.form_library.access import (
    filling_at_the_desk,
    form_desk,
    version_at_the_desk,
)
from outreach.role_sheets.form_library.forms import FillForm
from outreach.role_sheets.form_library.services.filling import fill_version

from .frame import TYPES, address, form_page, to_forms
from .versions import to_version


@form_desk.reading
def marks(request: HttpRequest) -> HttpResponse:
    """List every mark that can be written in a form."""
    title = "しるしの一覧"
    found = queries.marks_to_write()
    return desk.show(request, "form_library/desk/marks.html", title, trail=[to_forms()], marks=found)


@form_desk.form_page
def fill(request: HttpRequest, pk: int) -> HttpResponse:
    """Fill a version for a fiscal year."""
    found = version_at_the_desk(pk)
    if not found.marked:
        raise Http404
    form = FillForm(request.POST or None, years=queries.years_to_fill(today=timezone.localdate()))

    def save() -> Done:
        year = form.cleaned_data["fiscal_year"]
        made = fill_version(version=found, fiscal_year=year, actor=actor(request), now=timezone.now())
        left = f"わからないしるしが{len(made.unknown)}つ、そのまま残っています。" if made.unknown else ""
        return Done(f"様式に数を入れました。{left}", address("filled", made.pk))

    return form_page(
        request,
        form,
        save,
        title="数を入れる",
        button="この年度の数を入れる",
        trail=to_version(found),
        back=address("version", pk),
        hint="しるしのところに、いまの記録から数えた数が入ります。ほかのところは、もとの様式のままです。",
    )


@form_desk.reading
def filled(request: HttpRequest, pk: int) -> HttpResponse:
    """Show where something was filled in, each with the rows behind it."""
    found = filling_at_the_desk(pk)
    return desk.show(
        request,
        "form_library/desk/filled.html",
        f"{found.version.kind.title}　{fiscal_year_label(found.fiscal_year)}",
        trail=to_version(found.version),
        filling=found,
        version=found.version,
        cells=queries.cells_of(found),
        tables=queries.table_rows_of(found),
    )


@form_desk.reading
def filled_file(_request: HttpRequest, pk: int) -> HttpResponse:
    """Return the filled form, as it was made."""
    found = filling_at_the_desk(pk)
    if not found.file:
        raise Http404
    with found.file.open("rb") as content:
        name = f"{found.version.kind.title}{fiscal_year_short(found.fiscal_year)}.{found.suffix}"
        return desk.file(content.read(), name=name, content_type=TYPES[found.suffix])
