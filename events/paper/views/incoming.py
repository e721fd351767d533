"""受信トレイ: papers that came in, each looked at, typed in from, or marked as not for the centre."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from content import desk
from content.desk import SEE_OTHER, UNPROCESSABLE, actor
from events import desk_queries, letters
from events.desk_forms.entry import SheetNumberForm
from events.paper import queries
from events.paper.access import paper_desk
from events.paper.enums import ScanState
from events.paper.exceptions import KnownAlready, NothingByThisNumber
from events.paper.forms import LinkForm, ScansForm
from events.paper.models import Scan
from events.paper.services.scanning import take_in_by_hand
from events.paper.services.settling import erase_scan, link_scan, mark_not_ours, reopen_scan
from events.registries import scan_targets
from foundation.decision import NotAllowed

from .frame import INBOX, address, show, to, to_inbox

ROWS_PER_PAGE = 30
PRIVATE_PICTURE = {"Cache-Control": "private, no-store", "X-Content-Type-Options": "nosniff"}


@paper_desk.reading
def inbox(request: HttpRequest) -> HttpResponse:
    """Show the papers of one tab, those that wait in the order in which they arrived."""
    tab = request.GET.get("tab", "open")
    tab = tab if tab in queries.TABS else "open"
    page = Paginator(queries.scans_in(tab), ROWS_PER_PAGE).get_page(request.GET.get("page"))
    answer = show(
        request,
        "inbox",
        INBOX,
        trail=[],
        here="inbox",
        tab=tab,
        tabs=[(key, words) for key, (words, _) in queries.TABS.items()],
        page_obj=page,
    )
    is_reading = any(scan.state == ScanState.ARRIVED for scan in page.object_list)
    return desk.look_again(answer) if is_reading else answer


@paper_desk.form_page
def add(request: HttpRequest) -> HttpResponse:
    """Take in scans by hand."""
    now = timezone.now()
    if request.method != "POST":
        local = timezone.localtime(now)
        form = ScansForm(now=now, initial={"received_day": local.date(), "received_time": local.time()})
        return _add_page(request, form)
    # Several files of one name: a plain dictionary would show the last one alone.
    form = ScansForm(request.POST, {"files": request.FILES.getlist("files")}, now=now)
    if not form.is_valid():
        return _add_page(request, form, status=UNPROCESSABLE)
    taken = 0
    received_at = form.cleaned_data["received_at"]
    for file in form.cleaned_data["files"]:
        try:
            take_in_by_hand(content=file.read(), received_at=received_at, actor=actor(request), now=now)
            taken += 1
        except KnownAlready as known:
            messages.warning(request, str(known))
    if taken:
        messages.success(request, f"{taken}件を受信トレイに入れました。読み取れると、画像が出ます。")
    return to("inbox")


def _add_page(request: HttpRequest, form: ScansForm, *, status: int = 200) -> HttpResponse:
    return show(request, "add", "スキャンを入れる", trail=[to_inbox()], status=status, form=form)


@paper_desk.reading
def scan(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a paper and what can be done with it."""
    return _scan_page(request, _find(pk), LinkForm())


def _scan_page(
    request: HttpRequest, found: Scan, link: LinkForm, *, sheet: SheetNumberForm | None = None
) -> HttpResponse:
    target = dict(scan_targets.items()).get(found.target)
    bad = link.is_bound or sheet is not None
    answer = show(
        request,
        "scan",
        f"届いた紙 {found.pk}",
        trail=[to_inbox()],
        status=UNPROCESSABLE if bad else 200,
        scan=found,
        pages=list(found.pages.all()),
        waits=found.state == ScanState.READ,
        link=link,
        sheet=sheet or SheetNumberForm(),
        events=[(event, letters.deadline(event)) for event in desk_queries.sheet_events(now=timezone.now())],
        others=[(each.label, each.entry_address()) for each in scan_targets if each.entry_address],
        typed=(target.label, target.address(found.target_id)) if target and found.target_id else None,
    )
    return desk.look_again(answer) if found.state == ScanState.ARRIVED else answer


@paper_desk.reading
def page(request: HttpRequest, pk: int, number: int) -> HttpResponse:  # noqa: ARG001 -- a view
    """Return the picture of a page."""
    found = get_object_or_404(queries.pages(), scan=pk, number=number)
    try:
        with found.picture.open() as file:
            return HttpResponse(file.read(), content_type="image/png", headers=PRIVATE_PICTURE)
    except FileNotFoundError as gone:
        raise Http404 from gone


@paper_desk.reading
def entry(request: HttpRequest, pk: int) -> HttpResponse:
    """Lead to the quick entry of the event whose sheet this is, with the paper beside the form."""
    found = _find(pk)
    form = SheetNumberForm(request.GET)
    event = desk_queries.event_of_sheet(form.cleaned_data["sheet"]) if form.is_valid() else None
    if event is None:
        if not form.errors:
            form.add_error("sheet", "この用紙番号の研修・行事はありません。番号を確かめてください。")
        return _scan_page(request, found, LinkForm(), sheet=form)
    beside = reverse("event_desk:entry", args=[event.pk], query={"scan": found.pk})
    return HttpResponseRedirect(beside, status=SEE_OTHER)


@paper_desk.deed
def link(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what was typed in from a paper."""
    found, form = _find(pk), LinkForm(request.POST)
    if not form.is_valid():
        return _scan_page(request, found, form)
    try:
        link_scan(scan_id=pk, actor=actor(request), now=timezone.now(), **form.cleaned_data)
    except NothingByThisNumber as unknown:
        form.add_error("number", str(unknown))
        return _scan_page(request, found, form)
    except NotAllowed as refused:
        messages.error(request, str(refused))
        return to("scan", pk)
    messages.success(request, "入力したものと結びました。")
    return to("inbox")


@paper_desk.deed
def not_ours(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark a paper as not for the centre."""
    try:
        mark_not_ours(scan_id=_find(pk).pk, actor=actor(request), now=timezone.now())
    except NotAllowed as refused:
        messages.error(request, str(refused))
        return to("scan", pk)
    messages.success(request, "「当センターあてではない」にしました。")
    return to("inbox")


@paper_desk.deed
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a paper back among those that wait."""
    try:
        reopen_scan(scan_id=_find(pk).pk, actor=actor(request), now=timezone.now())
        messages.success(request, "まだ片づけていない紙に、もどしました。")
    except NotAllowed as refused:
        messages.error(request, str(refused))
    return to("scan", pk)


@paper_desk.form_page
def erase(request: HttpRequest, pk: int) -> HttpResponse:
    """Erase a paper at once, after one look at what that means."""
    found = _find(pk)
    if request.method != "POST":
        return show(
            request,
            "erase",
            "この紙の画像を消す",
            trail=[to_inbox(), (f"届いた紙 {pk}", address("scan", pk))],
            scan=found,
        )
    try:
        erase_scan(scan_id=pk, actor=actor(request), now=timezone.now())
        messages.success(request, "紙の画像を消しました。")
    except NotAllowed as refused:
        messages.error(request, str(refused))
    return to("inbox")


def _find(pk: int) -> Scan:
    return get_object_or_404(queries.scans(), pk=pk)
