"""Papers and lists of the public site as files."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from content.files import shared_file
from foundation.exports.delimited import write_csv
from foundation.exports.table import Column, Table
from foundation.public_papers import kept_paper

from .enums import OperatorKind
from .models import DutyIndexPage, FlowPage, HomePage, NetworkPage, StandardPage
from .models.flow import flows
from .papers import duty_sheet_pdf, flow_sheet_pdf, leaflet_pdf, principles_poster_pdf
from .queries import all_duties, open_page

PDF = "application/pdf"
CENTRE_COLUMNS = (
    Column("都道府県"),
    Column("名前", width=36),
    Column("運営"),
    Column("電話", kind="phone"),
    Column("ホームページ", width=36),
    Column("確かめた日", kind="date"),
)


@require_safe
def flow_sheet(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 -- a view
    """Hand out the flow of support on one sheet. Raises Http404 until its page is published."""
    page = open_page(FlowPage)
    if page is None:
        raise Http404
    sheet = kept_paper("flow", lambda: flow_sheet_pdf(title=page.title, flows=flows(page.variants)))
    return shared_file(sheet, name="支援の流れ.pdf", content_type=PDF, inline=True)


@require_safe
def duty_sheet(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 -- a view
    """Hand out the duties on one sheet. Raises Http404 until their page is published."""
    if open_page(DutyIndexPage) is None:
        raise Http404
    sheet = kept_paper("duties", lambda: duty_sheet_pdf(all_duties()))
    return shared_file(sheet, name="センターの仕事.pdf", content_type=PDF, inline=True)


@require_safe
def leaflet(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 -- a view
    """Hand out the leaflet that says whom the centre helps and how to reach it."""
    home = open_page(HomePage)
    if home is None:
        raise Http404
    sheet = kept_paper("leaflet", lambda: leaflet_pdf(home))
    return shared_file(sheet, name="センターのご案内.pdf", content_type=PDF, inline=True)


@require_safe
def principles_poster(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 -- a view
    """Hand out the poster of what the centre promises. Raises Http404 until its page is published."""
    page = open_page(StandardPage, slug="principles")
    if page is None:
        raise Http404
    sheet = kept_paper("principles", lambda: principles_poster_pdf(page))
    return shared_file(sheet, name=f"{page.title}.pdf", content_type=PDF, inline=True)


@require_safe
def centre_list(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 -- a view
    """Hand out the other centres as CSV. Raises Http404 until the page that lists them is published."""
    page = open_page(NetworkPage)
    if page is None:
        raise Http404
    rows = [
        (
            centre.prefecture,
            centre.name,
            str(OperatorKind(centre.operator_kind).label),
            centre.phone,
            centre.url,
            centre.checked_on,
        )
        for centre in page.centres.all()
    ]
    content = write_csv(Table(page.title, CENTRE_COLUMNS, rows), encoding="utf-8-sig").content
    return shared_file(content, name="全国のセンター.csv", content_type="text/csv; charset=utf-8")
