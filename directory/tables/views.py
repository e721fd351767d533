"""The desk of own lists: a table comes in, is looked at, becomes true, and is taken back."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from content import desk
from content.desk import SEE_OTHER, UNPROCESSABLE, Link
from directory.access import agency_desk
from directory.finding.enums import ExportForm, ExportReason
from directory.finding.forms import TakeAwayForm
from directory.finding.services import record_taking_away
from directory.forms.agencies import AgencyFilterForm
from directory.queries import desk_agencies
from directory.views.handing_out import handed_out
from foundation.decision import NotAllowed
from foundation.incoming.refusal import FileRefused

from . import desk_queries
from .enums import Act, TableState, Verdict
from .forms import ColumnsForm, DecisionsForm, UploadForm
from .models import Table
from .rules import is_slow, may_apply, may_check, summary
from .services.asking import ask_for
from .services.deciding import choose_columns, decide_lines
from .services.uploading import discard_table, take_table

ROWS_PER_PAGE, TABLES_PER_PAGE, DOUBTS_PER_PAGE, FAULTS_SHOWN, SAMPLES_SHOWN = 50, 20, 10, 50, 3


def to_tables() -> Link:
    return "表の取り込み", reverse("directory_tables_desk:tables")


def to_table(table: Table) -> Link:
    return str(table), reverse("directory_tables_desk:table", args=[table.pk])


def _go_to(table: Table, name: str = "table") -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse(f"directory_tables_desk:{name}", args=[table.pk]), status=SEE_OTHER)


@agency_desk.reading
def table_list(request: HttpRequest) -> HttpResponse:
    """Show all tables and how far each has come."""
    page = Paginator(desk_queries.tables(), TABLES_PER_PAGE).get_page(request.GET.get("page"))
    for table in page.object_list:
        table.said = summary(table.counts) if table.checked_at else ""
    return desk.show(request, "directory_tables/tables.html", "表の取り込み", page_obj=page)


@agency_desk.form_page
def upload(request: HttpRequest) -> HttpResponse:
    """Take a file and go on to its columns."""
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    if form.is_bound and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            table = take_table(file=file, name=file.name, actor=desk.actor(request), now=timezone.now())
        except FileRefused as refused:
            where = f"{refused.where}：" if refused.where else ""
            form.add_error("file", f"{where}{refused.message}")
        else:
            return _go_to(table, "columns")
    status = UNPROCESSABLE if form.errors else 200
    template = "directory_tables/upload.html"
    return desk.show(request, template, "表を取り込む", trail=[to_tables()], status=status, form=form)


@agency_desk.form_page
def columns(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask what each column holds, then let a job check all lines."""
    table = get_object_or_404(desk_queries.tables(), pk=pk)
    if not may_check(table.state):
        raise Http404
    typed = request.POST if request.method == "POST" else None
    form = ColumnsForm(typed, table=table, samples=desk_queries.samples(table, most=SAMPLES_SHOWN))
    if form.is_bound and form.is_valid():
        try:
            choose_columns(
                table=table,
                columns=form.columns,
                default_kind=form.cleaned_data["default_kind"],
                empties_erase=form.cleaned_data["empties_erase"],
                actor=desk.actor(request),
                now=timezone.now(),
            )
        except NotAllowed as refused:
            messages.error(request, str(refused))
        return _go_to(table)
    return desk.show(
        request,
        "directory_tables/columns.html",
        "列を決める",
        trail=[to_tables(), to_table(table)],
        status=UNPROCESSABLE if form.errors else 200,
        table=table,
        form=form,
    )


@agency_desk.reading
def table(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what a table would change, or has changed; while a job is at it, the page asks again by itself."""
    found = get_object_or_404(desk_queries.tables(), pk=pk)
    if found.doing:
        return _waiting(request, found)
    if found.state == TableState.UPLOADED:
        return _go_to(found, "columns")
    verdict = request.GET.get("verdict", _first_told(found))
    if verdict not in desk_queries.TOLD:
        raise Http404
    page = Paginator(desk_queries.lines(found, verdict), ROWS_PER_PAGE).get_page(request.GET.get("page"))
    decision = may_apply(found.state, found.counts, without_faulty=True)
    return desk.show(
        request,
        "directory_tables/table.html",
        str(found),
        trail=[to_tables()],
        table=found,
        said=summary(found.counts),
        is_open=may_check(found.state),
        decision=decision,
        faults=found.faults.all()[:FAULTS_SHOWN],
        tabs=[(each, found.counts.get(each, 0)) for each in desk_queries.TOLD],
        verdict=Verdict(verdict),
        page_obj=page,
        rows=desk_queries.line_rows(found, page.object_list),
    )


def _waiting(request: HttpRequest, found: Table) -> HttpResponse:
    """Show how far the job has come."""
    page = desk.show(
        request,
        "directory_tables/waiting.html",
        str(found),
        trail=[to_tables()],
        table=found,
        is_checking=found.doing == Act.CHECK,
        lines=found.lines.count(),
        is_slow=is_slow(found.asked_at, now=timezone.now()),
    )
    return desk.look_again(page)


def _first_told(found: Table) -> str:
    return next((each for each in desk_queries.TOLD if found.counts.get(each)), Verdict.NEW)


@agency_desk.form_page
def doubtful(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask which agency doubtful lines mean, some at a time."""
    found = get_object_or_404(desk_queries.tables(), pk=pk, state=TableState.CHECKED)
    page = Paginator(desk_queries.undecided(found), DOUBTS_PER_PAGE).get_page(request.GET.get("page"))
    rows = desk_queries.doubtful_rows(found, page.object_list)
    form = DecisionsForm(request.POST if request.method == "POST" else None, rows=rows)
    if form.is_bound and form.is_valid():
        try:
            done = decide_lines(
                table=found, choices=form.choices, actor=desk.actor(request), now=timezone.now()
            )
        except NotAllowed as refused:
            messages.error(request, str(refused))
            return _go_to(found, "doubtful")
        return _go_to(found, "doubtful" if done.counts.get("doubtful") else "table")
    return desk.show(
        request,
        "directory_tables/doubtful.html",
        "どの機関か、決める",
        trail=[to_tables(), to_table(found)],
        status=UNPROCESSABLE if form.errors else 200,
        table=found,
        form=form,
        page_obj=page,
    )


def _asked(request: HttpRequest, pk: int, act: Act, *, without_faulty: bool = False) -> HttpResponse:
    found = get_object_or_404(Table, pk=pk)
    actor, now = desk.actor(request), timezone.now()
    try:
        ask_for(act=act, table=found, actor=actor, now=now, without_faulty=without_faulty)
    except NotAllowed as refused:
        messages.error(request, str(refused))
    return _go_to(found)


@agency_desk.deed
def check(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a job compare all lines once more."""
    return _asked(request, pk, Act.CHECK)


@agency_desk.deed
def apply(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a job make true what a table says."""
    return _asked(request, pk, Act.APPLY, without_faulty="without_faulty" in request.POST)


@agency_desk.deed
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a job take a table back."""
    return _asked(request, pk, Act.UNDO)


@agency_desk.deed
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Forget a table that was not applied."""
    found = get_object_or_404(Table, pk=pk)
    try:
        discard_table(table=found, actor=desk.actor(request), now=timezone.now())
    except NotAllowed as refused:
        messages.error(request, str(refused))
        return _go_to(found)
    messages.success(request, "表を消しました。関係機関は、何も変わっていません。")
    return HttpResponseRedirect(to_tables()[1], status=SEE_OTHER)


@agency_desk.reading
def faults(request: HttpRequest, pk: int, form: str) -> HttpResponse:  # noqa: ARG001 -- Django's signature
    """Hand out everything that has to be mended."""
    found = get_object_or_404(Table, pk=pk)
    export = desk_queries.faults_file(found)
    return desk.table_file(export, name=export.title, form=form, printed_on=timezone.localdate())


@agency_desk.form_page
def take_away(request: HttpRequest) -> HttpResponse:
    """Ask in which form agencies are taken away and why; then hand them out and write that down."""
    now = timezone.now()
    today = timezone.localdate(now)
    agencies = desk_agencies(AgencyFilterForm(request.GET, today=today).wanted, today=today)
    form = TakeAwayForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        kind = ExportForm(form.cleaned_data["form"])
        record_taking_away(
            form=kind,
            reason=ExportReason(form.cleaned_data["reason"]),
            columns=[each.heading for each in desk_queries.EXPORT_COLUMNS],
            actor=desk.actor(request),
            now=now,
        )
        return handed_out(desk_queries.agencies_file(agencies), kind, printed_on=today)
    return desk.show(
        request,
        "directory_tables/take_away.html",
        "関係機関を表にする",
        trail=[to_tables()],
        status=UNPROCESSABLE if form.errors else 200,
        form=form,
        count=agencies.count(),
    )
