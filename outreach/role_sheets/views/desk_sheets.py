"""The desk keeps sheets: makes them, writes them, sends them, writes down agreements, publishes."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from accounts.access import has_role
from accounts.enums import PublicRole
from content import desk
from content.desk import actor
from content.desk_forms import Done, Screen, form_screen
from outreach.role_sheets import queries
from outreach.role_sheets.access import (
    open_version_at_the_desk,
    published_versions,
    sheet_at_the_desk,
    sheet_desk,
    sheets_at_the_desk,
    version_at_the_desk,
)
from outreach.role_sheets.enums import Step, VersionState
from outreach.role_sheets.exceptions import SheetRefused
from outreach.role_sheets.forms import FIRST, AboutForm, AgreementForm, NewSheetForm
from outreach.role_sheets.models import RoleSheet, SheetVersion
from outreach.role_sheets.own_row import ANY_PLACE
from outreach.role_sheets.papers import paper_context
from outreach.role_sheets.rules import may_step, what_is_missing
from outreach.role_sheets.services.making import (
    begin_version,
    change_about,
    confirm_sheet,
    give_up_sheet,
    make_sheet,
)
from outreach.role_sheets.services.stepping import (
    Agreement,
    agree_to_version,
    publish_version,
    send_version,
    take_back_version,
)
from outreach.role_sheets.start import first_content

from .building import Place, build, preview
from .frame import TITLE, address, done, paper, to_sheets

FORM = "role_sheets/desk/form.html"
TEMPLATE_MARK = "（ひな形）"

publishers = desk.Door({PublicRole.MANAGER})


@sheet_desk.reading
def sheets(request: HttpRequest) -> HttpResponse:
    """List every sheet with where its versions stand."""
    rows = [
        (each, queries.standing_version(each), queries.open_version(each)) for each in sheets_at_the_desk()
    ]
    return desk.show(request, "role_sheets/desk/sheets.html", TITLE, rows=rows)


@sheet_desk.form_page
def create(request: HttpRequest) -> HttpResponse:
    """Make a sheet from a template, a neighbour's sheet or an empty table."""
    sources = {str(each.pk): each for each in _sources()}
    choices = [(key, _source_words(each.sheet)) for key, each in sources.items()]
    form = NewSheetForm(request.POST or None, today=timezone.localdate(), sources=choices)

    def save() -> Done:
        begins = form.cleaned_data["begins_with"]
        source = None if begins == FIRST else sources[begins]
        place = form.about["municipality"]
        made = make_sheet(
            about=form.about,
            content=source.content if source else first_content(place.name if place else ""),
            made_from=source.sheet if source else None,
            actor=actor(request),
            now=timezone.now(),
        )
        return Done(_made_words(made), address("build", made.pk))

    screen = Screen(FORM, "役割分担表を作る", [to_sheets()])
    return form_screen(
        request, form, save, screen, refused_as=SheetRefused, button="作る", back=address("sheets")
    )


@sheet_desk.reading
def sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a sheet: its page as it stands, what comes next, its versions and who wrote last."""
    found = sheet_at_the_desk(pk)
    written, standing = queries.open_version(found), queries.standing_version(found)
    shown = written or standing
    if shown is None:
        raise Http404
    shown = version_at_the_desk(pk, shown.number)
    has_office = found.office_id is not None
    steps = {step.value: may_step(step, shown.state, has_office=has_office).allowed for step in Step}
    return desk.show(
        request,
        "role_sheets/desk/sheet.html",
        found.title,
        trail=[to_sheets()],
        written=written,
        standing=standing,
        missing=what_is_missing(shown.content) if written else [],
        strange=queries.names_to_check(shown) if written else [],
        needs_office=shown.state == VersionState.DRAFT and not has_office,
        namesakes=queries.namesakes(found, sheets_at_the_desk()),
        changes=queries.changes(standing.content, written.content) if standing and written else None,
        steps=steps,
        is_publisher=has_role(request.user, publishers.roles),
        edits=queries.edits_of(shown),
        can_give_up=not any(each.published_on for each in found.versions.all()),
        **paper_context(shown),
    )


@sheet_desk.form_page
def about(request: HttpRequest, pk: int) -> HttpResponse:
    """Change for whom a sheet is, and who looks after it."""
    found = sheet_at_the_desk(pk)
    form = AboutForm(request.POST or None, sheet=found, today=timezone.localdate())

    def save() -> Done:
        change_about(sheet=found, about=form.about, actor=actor(request), now=timezone.now())
        return Done("保存しました。", address("sheet", pk))

    screen = Screen(FORM, "このシートについて", [to_sheets(), (found.title, address("sheet", pk))])
    back = address("sheet", pk)
    return form_screen(request, form, save, screen, refused_as=SheetRefused, button="保存する", back=back)


@sheet_desk.form_page
def build_sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """Write what stands on a sheet, with the page beside it."""
    version = open_version_at_the_desk(pk)
    return build(request, version, _place(version))


@sheet_desk.deed
def look(request: HttpRequest, pk: int) -> HttpResponse:
    """Return the page of what is typed so far."""
    return preview(request, open_version_at_the_desk(pk))


@sheet_desk.deed
def send(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the draft to the municipality."""
    version, seen = _pressed(request, pk)
    words = "市町村に送りました。共有のメールがあれば、お知らせが届きます。"
    return _done(
        request,
        pk,
        lambda: send_version(version=version, seen=seen, actor=actor(request), now=timezone.now()),
        words,
    )


@sheet_desk.deed
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Make the version a draft again."""
    version = open_version_at_the_desk(pk)
    return _done(
        request,
        pk,
        lambda: take_back_version(version=version, actor=actor(request), now=timezone.now()),
        "下書きにもどしました。直したあとで、もう一度、合意を書きます。",
    )


@sheet_desk.form_page
def agree(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down that the municipality agrees: where, who, when."""
    version = open_version_at_the_desk(pk)
    office = version.sheet.office
    start = {
        "agreed_on": timezone.localdate(),
        "agreed_post": office.name if office else "",
        "seen": version.edition,
    }
    form = AgreementForm(request.POST or None, initial=start, today=timezone.localdate())

    def save() -> Done:
        data = form.cleaned_data
        agreement = Agreement(data["agreed_on"], data["agreed_post"], data["agreed_name"])
        agree_to_version(
            version=version,
            seen=data["seen"],
            agreement=agreement,
            actor=actor(request),
            now=timezone.now(),
        )
        return Done("合意を書きました。センター長が公開できます。", address("sheet", pk))

    trail = [to_sheets(), (version.sheet.title, address("sheet", pk))]
    return form_screen(
        request,
        form,
        save,
        Screen(FORM, "合意を書く", trail),
        refused_as=SheetRefused,
        button="合意を書く",
        back=address("sheet", pk),
    )


@publishers.deed
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    """Publish what was agreed."""
    version, seen = _pressed(request, pk)
    return _done(
        request,
        pk,
        lambda: publish_version(version=version, seen=seen, actor=actor(request), now=timezone.now()),
        "公開しました。前の版は「前の版」として残ります。",
    )


@sheet_desk.deed
def new_version(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin the next version."""
    found = sheet_at_the_desk(pk)
    return _done(
        request,
        pk,
        lambda: begin_version(sheet=found, actor=actor(request), now=timezone.now()),
        "新しい版を始めました。公開するまでは、いまの版が読まれます。",
    )


@sheet_desk.deed
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that the published sheet still holds."""
    found = sheet_at_the_desk(pk)
    return _done(
        request,
        pk,
        lambda: confirm_sheet(sheet=found, actor=actor(request), now=timezone.now()),
        "内容を確かめたことを、書きました。",
    )


@sheet_desk.form_page
def give_up(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask, and then delete a sheet that was never published."""
    found = sheet_at_the_desk(pk)
    if request.method == "POST":
        return done(
            request,
            lambda: give_up_sheet(sheet=found, actor=actor(request), now=timezone.now()),
            "消しました。",
            address("sheets"),
        )
    trail = [to_sheets(), (found.title, address("sheet", pk))]
    return desk.show(request, "role_sheets/desk/give_up.html", "この表を消す", trail=trail, sheet=found)


@sheet_desk.reading
def version_paper(request: HttpRequest, pk: int, number: int, form: str) -> HttpResponse:
    """Return a version as a file."""
    return paper(request, version_at_the_desk(pk, number), form, back=address("sheet", pk))


def _made_words(made: RoleSheet) -> str:
    """Return what is said of a new sheet: what came from elsewhere, and that it is not the first."""
    words = ["表を作りました。次に、だれが何をするかを書きます。"]
    of = made.made_from.own_place if made.made_from else ""
    if of and of != made.own_place:
        words.append(f"「{of}」の行は「{made.own_place or ANY_PLACE}」にしました。")
        words.append(f"窓口の名前は{of}のままなので、直してください。")
    if queries.namesakes(made, sheets_at_the_desk()):
        words.append(f"{made.place}には、同じ名前の表が、もうあります。2つ要るかを、確かめてください。")
    return "".join(words)


def _place(version: SheetVersion) -> Place:
    sheet = version.sheet
    trail = [to_sheets(), (sheet.title, address("sheet", sheet.pk))]
    return Place(
        folder="role_sheets/desk",
        is_desk=True,
        address=address("build", sheet.pk),
        preview=address("look", sheet.pk),
        back=address("sheet", sheet.pk),
        frame={"page_title": "だれが何をするかを書く", "trail": trail},
    )


def _pressed(request: HttpRequest, pk: int) -> tuple[SheetVersion, int]:
    """Return the version that is written, and the edition that was looked at when the button was pressed."""
    version = open_version_at_the_desk(pk)
    said = request.POST.get("seen", "")
    return version, int(said) if said.isascii() and said.isdigit() and len(said) < 7 else -1  # noqa: PLR2004 -- digits


def _done(request: HttpRequest, pk: int, act: Callable[[], object], words: str) -> HttpResponse:
    return done(request, act, words, address("sheet", pk))


def _sources() -> list[SheetVersion]:
    """Return what a new sheet may begin with: templates first, then what is published."""
    published = list(published_versions().order_by("sheet__title", "pk"))
    newest = {each.pk: queries.open_version(each) for each in sheets_at_the_desk() if each.is_template}
    known = {each.sheet_id for each in published}
    drafts = [each for pk, each in newest.items() if each is not None and pk not in known]
    return sorted([*drafts, *published], key=lambda each: (not each.sheet.is_template, each.sheet.title))


def _source_words(sheet: RoleSheet) -> str:
    return f"{sheet.title}{TEMPLATE_MARK if sheet.is_template else f'（{sheet.place}）'}"
