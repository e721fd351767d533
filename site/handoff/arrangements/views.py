"""Teams, limits and follow-up packs on the screen: one set of pages for all three kinds."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from handoff.access import EnrolledRequest, actor_of, policy
from handoff.actors import WRITING
from handoff.answers import address, answered, done, paper, posted, pressed, shown
from handoff.enums import EVERYBODY_ENROLLED
from handoff.queries import open_agencies

from .enums import SheetDeed, SheetKind
from .forms import MemberForm, SheetDeedForm, SheetForm
from .paper import sheet_pdf
from .reading import SheetRead, list_sheets, read_sheet
from .rules import KINDS
from .services import add_member, end_member, renew_sheet, rewrite_sheet, take_step, write_sheet

AGREEING = "もう片方の確認がそろうと、決まります。書きなおすと、両方の確認をやりなおします。"


@policy(open_to=EVERYBODY_ENROLLED)
@never_cache
@require_GET
def sheets_of_case(request: EnrolledRequest, pk: UUID) -> HttpResponse:
    """Show the teams of a case that stand beside no hand-off."""
    return _sheets(request, pk, case_id=pk)


@policy(open_to=EVERYBODY_ENROLLED)
@never_cache
@require_GET
def sheets_of_handoff(request: EnrolledRequest, pk: UUID) -> HttpResponse:
    """Show what both sides of a hand-off have written down together."""
    return _sheets(request, pk, handoff_id=pk)


def _sheets(request: EnrolledRequest, pk: UUID, **where: UUID) -> HttpResponse:
    ground, shelves = list_sheets(actor=actor_of(request), now=timezone.now(), **where)
    name, _ = ground.back
    context = {
        "page_title": "支援の約束",
        "ground": ground,
        "shelves": shelves,
        "back": address(name.removeprefix("handoff:"), pk),
    }
    return render(request, "arrangements/list.html", context)


@policy(open_to=WRITING)
@never_cache
@require_http_methods(["GET", "POST"])
def create_for_case(request: EnrolledRequest, pk: UUID, kind: str) -> HttpResponse:
    """Write a team of a case, shared with nobody."""
    return _create(request, SheetKind(kind), address("sheets_of_case", pk), case_id=pk)


@policy(open_to=WRITING)
@never_cache
@require_http_methods(["GET", "POST"])
def create_for_handoff(request: EnrolledRequest, pk: UUID, kind: str) -> HttpResponse:
    """Write a sheet that both sides of a hand-off read."""
    return _create(request, SheetKind(kind), address("sheets_of_handoff", pk), handoff_id=pk)


def _create(request: EnrolledRequest, kind: SheetKind, back: str, **where: Any) -> HttpResponse:
    actor, now = actor_of(request), timezone.now()
    ground, shelves = list_sheets(actor=actor, now=now, **where)
    if not any(shelf.kind == kind and shelf.may_begin for shelf in shelves):
        raise Http404
    form = SheetForm(posted(request), kind=kind, words=ground.words(KINDS[kind].words))

    def write() -> str:
        days = {"review_on": form.cleaned_data.get("review_on")}
        sheet = write_sheet(kind=kind, texts=form.texts(), actor=actor, now=now, **where, **days)
        return address("sheet", kind, sheet.pk)

    title = f"{kind.label}を書く"
    return answered(
        request, form, write, title=title, button="書いておく", back=back, reference=ground.reference
    )


@policy(open_to=EVERYBODY_ENROLLED)
@never_cache
@require_GET
def sheet(request: EnrolledRequest, kind: str, pk: UUID) -> HttpResponse:
    """Show a sheet and what may be done with it."""
    read = read_sheet(kind=SheetKind(kind), sheet_id=pk, actor=actor_of(request), now=timezone.now())
    return render(request, "arrangements/sheet.html", {"page_title": read.kind.label, "read": read})


@policy(open_to=EVERYBODY_ENROLLED)
@never_cache
@require_GET
def sheet_paper(request: EnrolledRequest, kind: str, pk: UUID) -> HttpResponse:
    """Give a sheet on A4; the printing is written down."""
    actor, now = actor_of(request), timezone.now()
    read = read_sheet(kind=SheetKind(kind), sheet_id=pk, actor=actor, now=now, verb="printed")
    return paper(sheet_pdf(read), name=f"{read.ground.reference}-{kind}")


@policy(open_to=WRITING)
@never_cache
@require_http_methods(["GET", "POST"])
def rewrite(request: EnrolledRequest, kind: str, pk: UUID) -> HttpResponse:
    """Change the words of a sheet."""
    actor, now = actor_of(request), timezone.now()
    read = _written(request, SheetKind(kind), pk)
    known: dict[str, Any] = read.texts | {"seen": read.sheet.version}
    known["review_on"] = getattr(read.sheet, "review_on", None)
    words = read.ground.words(KINDS[read.kind].words)
    form = SheetForm(posted(request), kind=read.kind, words=words, initial=known)

    def write() -> str:
        data = form.cleaned_data
        rewrite_sheet(
            kind=read.kind,
            sheet_id=pk,
            texts=form.texts(),
            seen=data["seen"],
            review_on=data.get("review_on"),
            actor=actor,
            now=now,
        )
        return address("sheet", read.kind, pk)

    return _answered_for(request, form, write, read, title=f"{read.kind.label}を直す", button="直す")


@policy(open_to=WRITING)
@never_cache
@require_http_methods(["GET", "POST"])
def act(request: EnrolledRequest, kind: str, pk: UUID, deed: str) -> HttpResponse:
    """Move a sheet a step on, or say one side's word for it."""
    actor, now, wanted = actor_of(request), timezone.now(), SheetDeed(deed)
    is_asked = request.method == "GET"
    read = read_sheet(kind=SheetKind(kind), sheet_id=pk, actor=actor, now=now, is_shown=is_asked)
    if wanted not in read.deeds:
        raise Http404
    is_for_paper = wanted == SheetDeed.AGREE and read.speaks_for_paper
    form = SheetDeedForm(posted(request), is_for_paper=is_for_paper, initial={"seen": read.sheet.version})

    def write() -> str:
        data = form.cleaned_data
        told_by = data.get("told_by", "")
        take_step(
            kind=read.kind,
            sheet_id=pk,
            deed=wanted,
            seen=data["seen"],
            told_by=told_by,
            actor=actor,
            now=now,
        )
        return address("sheet", read.kind, pk)

    title = "相手の確認を書く" if is_for_paper else wanted.label
    note = AGREEING if wanted == SheetDeed.AGREE else ""
    home = address("sheet", read.kind, pk)
    if answer := done(request, form, write, if_late=home):
        return answer
    if not is_asked:
        # What was sent is shown again, and the sheet with it: that is a reading.
        read = read_sheet(kind=read.kind, sheet_id=pk, actor=actor, now=now)
    more = {"note": note, "back": home, "reference": read.ground.reference, "shown": read.shown_facts}
    return shown(request, "handoff/form.html", form, title, button=title, **more)


@policy(open_to=WRITING)
@require_POST
def renew(request: EnrolledRequest, kind: str, pk: UUID) -> HttpResponse:
    """Begin a new sheet with the words of the one that counts."""
    actor, now, wanted = actor_of(request), timezone.now(), SheetKind(kind)
    read = read_sheet(kind=wanted, sheet_id=pk, actor=actor, now=now, is_shown=False)
    if read.ground.handoff is None or not read.may_renew:
        raise Http404
    said = "新しいものの下書きを作りました。古いものは、決まるまで残ります。"

    def do() -> None:
        renew_sheet(kind=wanted, sheet_id=pk, actor=actor, now=now)

    return pressed(request, do, address("sheets_of_handoff", read.ground.handoff.pk), said=said)


@policy(open_to=WRITING)
@never_cache
@require_http_methods(["GET", "POST"])
def add(request: EnrolledRequest, pk: UUID) -> HttpResponse:
    """Add somebody to a team."""
    actor, now = actor_of(request), timezone.now()
    read = _written(request, SheetKind.TEAM, pk)
    agencies = open_agencies(today=read.today).order_by("name")
    form = MemberForm(posted(request), agencies=agencies, initial={"since": read.today})

    def write() -> str:
        data = form.cleaned_data
        add_member(
            team_id=pk,
            texts=form.texts(),
            since=data["since"],
            is_backup=data["is_backup"],
            agency=data["agency"],
            actor=actor,
            now=now,
        )
        return address("sheet", SheetKind.TEAM, pk)

    return _answered_for(request, form, write, read, title="チームに加える", button="加える")


@policy(open_to=WRITING)
@require_POST
def end(request: EnrolledRequest, pk: UUID, member: UUID) -> HttpResponse:
    """Let somebody belong to a team until today."""
    actor, now = actor_of(request), timezone.now()

    def do() -> None:
        end_member(team_id=pk, member_id=member, actor=actor, now=now)

    return pressed(request, do, address("sheet", SheetKind.TEAM, pk), said="今日までにしました。")


def _written(request: EnrolledRequest, kind: SheetKind, pk: UUID) -> SheetRead:
    """Return a sheet that this actor may change. Raises Http404."""
    actor, now = actor_of(request), timezone.now()
    read = read_sheet(kind=kind, sheet_id=pk, actor=actor, now=now, is_shown=request.method == "GET")
    if not read.may_write:
        raise Http404
    return read


def _answered_for(
    request: EnrolledRequest, form: Any, write: Any, read: SheetRead, **words: Any
) -> HttpResponse:
    back = address("sheet", read.kind, read.sheet.pk)
    return answered(request, form, write, back=back, reference=read.ground.reference, **words)
