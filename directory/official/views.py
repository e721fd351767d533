"""The desk of imports: files come in, are looked at, become true, and are taken back."""

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from content import desk
from content.desk import SEE_OTHER, UNPROCESSABLE, Link
from directory.access import agency_desk

from . import desk_queries
from .demo import sample_file
from .enums import RunState, Verdict
from .exceptions import ImportRefused
from .forms import UploadForm
from .models import ImportRun
from .rules import doubts, summary
from .services.applying import apply_run, undo_run
from .services.uploading import read_again, start_run

ROWS_PER_PAGE, RUNS_PER_PAGE = 50, 20


def to_runs() -> Link:
    return "公表データ", reverse("directory_official_desk:runs")


def to_run(run: ImportRun) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("directory_official_desk:run", args=[run.pk]), status=SEE_OTHER)


@agency_desk.reading
def run_list(request: HttpRequest) -> HttpResponse:
    """Show all runs, what waits for a person, and how old the data is."""
    page = Paginator(desk_queries.runs(), RUNS_PER_PAGE).get_page(request.GET.get("page"))
    for run in page.object_list:
        run.said = summary(run.counts) if run.counts else ""
    return desk.show(
        request,
        "directory/official/runs.html",
        "公表データ",
        page_obj=page,
        doubtful=desk_queries.doubtful_records().count(),
        missing=desk_queries.missing_records().count(),
        newest=desk_queries.newest_period(),
    )


@agency_desk.form_page
def upload(request: HttpRequest) -> HttpResponse:
    """Take files and let a job read them."""
    now = timezone.now()
    is_sent = request.method == "POST"
    form = UploadForm(request.POST, request.FILES) if is_sent else UploadForm()
    if is_sent and form.is_valid():
        period = form.cleaned_data["period"] or timezone.localdate(now).replace(day=1)
        uploads = form.cleaned_data["files"]
        return to_run(start_run(uploads=uploads, period=period, actor=desk.actor(request), now=now))
    status = UNPROCESSABLE if form.errors else 200
    template, title = "directory/official/upload.html", "公表データを取り入れる"
    return desk.show(request, template, title, trail=[to_runs()], status=status, form=form)


@agency_desk.reading
def sample(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 -- a view
    """Hand out a file to try this with, made of what is held. Raises Http404 outside the demo."""
    if not settings.DEMO:
        raise Http404
    name, content = sample_file(today=timezone.localdate())
    return desk.file(content, name=name, content_type="text/csv; charset=utf-8")


@agency_desk.reading
def run(request: HttpRequest, pk: int) -> HttpResponse:
    """Show how far a run has come: while it is read, this page asks again by itself."""
    found = get_object_or_404(desk_queries.runs(), pk=pk)
    verdict = request.GET.get("verdict", _first_told(found))
    if verdict not in desk_queries.TOLD:
        raise Http404
    page = Paginator(desk_queries.lines(found, verdict), ROWS_PER_PAGE).get_page(request.GET.get("page"))
    response = desk.show(
        request,
        "directory/official/run.html",
        f"取り入れ {found.pk}",
        trail=[to_runs()],
        run=found,
        said=summary(found.counts),
        doubts=doubts(found.counts) if found.state == RunState.READ else [],
        problems=found.problems.select_related("file")[: desk_queries.MOST_PROBLEMS_SHOWN],
        problem_count=found.problems.count(),
        is_read=found.state in (RunState.READ, RunState.APPLIED, RunState.UNDONE),
        is_slow=desk_queries.is_slow(found, now=timezone.now()),
        is_last=found == desk_queries.last_applied(),
        tabs=[(each, found.counts.get(each, 0)) for each in desk_queries.TOLD],
        verdict=Verdict(verdict),
        page_obj=page,
        rows=desk_queries.line_rows(page.object_list),
    )
    return desk.look_again(response) if found.state == RunState.UPLOADED else response


def _first_told(found: ImportRun) -> str:
    return next((each for each in desk_queries.TOLD if found.counts.get(each)), Verdict.NEW)


@agency_desk.deed
def apply(request: HttpRequest, pk: int) -> HttpResponse:
    """Make true what a run has read."""
    found, is_sure = get_object_or_404(ImportRun, pk=pk), "sure" in request.POST
    try:
        done = apply_run(run=found, actor=desk.actor(request), now=timezone.now(), is_sure=is_sure)
    except ImportRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, f"取り入れました。{summary(done.counts)}")
    return to_run(found)


@agency_desk.deed
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a run back."""
    found = get_object_or_404(ImportRun, pk=pk)
    try:
        undo_run(run=found, actor=desk.actor(request), now=timezone.now())
    except ImportRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, "元に戻しました。公表データは、取り入れる前と同じです。")
    return to_run(found)


@agency_desk.deed
def read(request: HttpRequest, pk: int) -> HttpResponse:
    """Read the files of a run once more."""
    found = get_object_or_404(ImportRun, pk=pk)
    try:
        read_again(run=found, actor=desk.actor(request), now=timezone.now())
    except ImportRefused as refused:
        messages.error(request, str(refused))
    return to_run(found)


@agency_desk.reading
def download(request: HttpRequest, pk: int, form: str) -> HttpResponse:  # noqa: ARG001 -- Django's signature
    """Hand out everything that a run found."""
    found = get_object_or_404(ImportRun, pk=pk)
    name = f"公表データの取り入れ{found.pk}"
    return desk.table_file(desk_queries.file_of(found), name=name, form=form, printed_on=timezone.localdate())


@agency_desk.reading
def problems_file(request: HttpRequest, pk: int, form: str) -> HttpResponse:  # noqa: ARG001 -- Django's signature
    """Hand out everything that was wrong in the files of a run."""
    table = desk_queries.problems_of(get_object_or_404(ImportRun, pk=pk))
    return desk.table_file(table, name=table.title, form=form, printed_on=timezone.localdate())
