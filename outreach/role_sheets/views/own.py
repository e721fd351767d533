"""A municipality's people write and agree to the sheet of theirs; an agency keeps copies for itself."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from content.desk import actor
from content.desk_forms import Done, Screen, form_screen
from directory.access import as_partner
from directory.models import Membership
from foundation.ui.typed import keeps_what_is_typed
from outreach.role_sheets import queries
from outreach.role_sheets.access import (
    own_sheets,
    own_version,
    published_version,
    version_that_was_open,
)
from outreach.role_sheets.enums import WRITABLE, Step, VersionState
from outreach.role_sheets.exceptions import SheetRefused
from outreach.role_sheets.forms import AgreementForm
from outreach.role_sheets.models import SheetVersion
from outreach.role_sheets.papers import paper_context
from outreach.role_sheets.rules import may_answer, may_step, may_write, what_is_missing
from outreach.role_sheets.services.making import copy_to_own, give_up_sheet
from outreach.role_sheets.services.stepping import Agreement, agree_to_version, answer_version

from .building import Place, build, preview
from .frame import TITLE, done, go, paper

HOME = ("わたしたちの事業所", "/my/")
OWN = "わたしたちの役割分担表"
NOT_NOW = "いまは、直したり合意したりするときではありません。くわしいことは、センターにきいてください。"


def where(name: str, *args: object) -> str:
    return reverse(f"own_role_sheets:{name}", args=args)


@as_partner()
def sheets(request: HttpRequest, membership: Membership) -> HttpResponse:
    """List what waits for this agency, what it agreed to, and its own copies."""
    found = list(own_sheets(membership).order_by("title", "pk"))
    asked = [each for each in found if each.keeper_id is None]
    context = _frame(OWN) | {
        "waiting": [each for each in asked if each.versions.all()[0].state == VersionState.WITH_MUNICIPALITY],
        "agreed": [each for each in asked if each.versions.all()[0].state != VersionState.WITH_MUNICIPALITY],
        "kept": [each for each in found if each.keeper_id is not None],
    }
    return render(request, "role_sheets/own/sheets.html", context)


@as_partner()
def sheet(request: HttpRequest, membership: Membership, pk: int) -> HttpResponse:
    """Show a sheet that this agency checks or keeps, and what can be done with it."""
    version = own_version(membership, pk)
    context = _frame(version.sheet.title, (OWN, where("sheets"))) | paper_context(version)
    standing = queries.standing_version(version.sheet)
    is_new = standing is not None and standing.pk != version.pk
    context |= {
        "changes": queries.changes(standing.content, version.content) if standing and is_new else None,
        "may_write": _may_write(version),
        "may_agree": _may_agree(version),
        "missing": what_is_missing(version.content) if _may_agree(version) else [],
        "strange": queries.names_to_check(version) if _may_agree(version) else [],
        "may_answer": _may_answer(version),
        "is_own": version.sheet.keeper_id is not None,
    }
    return render(request, "role_sheets/own/sheet.html", context)


@keeps_what_is_typed
@as_partner()
def build_sheet(request: HttpRequest, membership: Membership, pk: int) -> HttpResponse:
    """Write in a sheet, with the page beside it; what is not with the agency now leads back to its page."""
    if request.method == "POST":
        # What was typed comes back with the reason, also when the centre has taken the sheet back meanwhile.
        version = version_that_was_open(membership, pk)
        return build(request, version, _place(version))
    version = own_version(membership, pk)
    if not _may_write(version):
        messages.info(request, NOT_NOW)
        return go(where("sheet", pk))
    return build(request, version, _place(version))


@as_partner()
def look(request: HttpRequest, membership: Membership, pk: int) -> HttpResponse:
    """Return the page of what is typed so far."""
    return preview(request, own_version(membership, pk))


@as_partner()
def agree(request: HttpRequest, membership: Membership, pk: int) -> HttpResponse:
    """Agree to a sheet for the municipality, after one more look at it."""
    is_post = request.method == "POST"
    version = version_that_was_open(membership, pk) if is_post else own_version(membership, pk)
    if version.sheet.keeper_id is not None:
        return go(where("sheet", pk))
    if version.state != VersionState.WITH_MUNICIPALITY and not is_post:
        messages.info(request, NOT_NOW)
        return go(where("sheet", pk))
    if what_is_missing(version.content) and not is_post:
        return go(where("sheet", pk))
    start = {
        "agreed_on": timezone.localdate(),
        "agreed_post": membership.agency.name,
        "agreed_name": actor(request).person.name,
        "seen": version.edition,
    }
    form = AgreementForm(request.POST or None, initial=start, today=timezone.localdate())

    def save() -> Done:
        data = form.cleaned_data
        agree_to_version(
            version=version,
            seen=data["seen"],
            agreement=Agreement(data["agreed_on"], data["agreed_post"], data["agreed_name"]),
            is_desk=False,
            actor=actor(request),
            now=timezone.now(),
        )
        return Done("合意しました。センターが公開します。ありがとうございます。", where("sheet", pk))

    trail = [HOME, (OWN, where("sheets")), (version.sheet.title, where("sheet", pk)), ("合意する", "")]
    return form_screen(
        request,
        form,
        save,
        Screen("role_sheets/own/agree.html", "合意する"),
        refused_as=SheetRefused,
        breadcrumb_items=trail,
        no_index=True,
        back=where("sheet", pk),
        strange=queries.names_to_check(version),
        **paper_context(version),
    )


@as_partner()
def answer(request: HttpRequest, membership: Membership, pk: int) -> HttpResponse:
    """Tell the centre that a sheet was mended; a press alone does it."""
    version = version_that_was_open(membership, pk)
    if request.method != "POST":
        return go(where("sheet", pk))
    return done(
        request,
        lambda: answer_version(version=version, actor=actor(request), now=timezone.now()),
        "直したことを、センターに知らせました。センターが読んで、お返事します。",
        where("sheet", pk),
    )


@as_partner()
def copy(request: HttpRequest, membership: Membership, slug: str) -> HttpResponse:
    """Make an own copy of a published sheet; a press alone does it."""
    version = published_version(slug)
    if request.method != "POST":
        return go(version.sheet.get_absolute_url())
    made = copy_to_own(version=version, agency=membership.agency, actor=actor(request), now=timezone.now())
    return go(where("build", made.pk))


@as_partner()
def give_up(request: HttpRequest, membership: Membership, pk: int) -> HttpResponse:
    """Ask, and then delete a copy that this agency keeps."""
    version = own_version(membership, pk)
    if version.sheet.keeper_id is None:
        return go(where("sheet", pk))
    if request.method == "POST":
        return done(
            request,
            lambda: give_up_sheet(sheet=version.sheet, actor=actor(request), now=timezone.now()),
            "控えを消しました。",
            where("sheets"),
        )
    context = _frame("控えを消す", (OWN, where("sheets")), (version.sheet.title, where("sheet", pk)))
    return render(request, "role_sheets/own/give_up.html", context | {"sheet": version.sheet})


@as_partner()
def own_paper(request: HttpRequest, membership: Membership, pk: int, form: str) -> HttpResponse:
    """Return a sheet that this agency checks or keeps as a file."""
    return paper(request, own_version(membership, pk), form, back=where("sheet", pk))


def _may_agree(version: SheetVersion) -> bool:
    is_asked = version.sheet.keeper_id is None
    return is_asked and may_step(Step.AGREE, version.state, has_office=True).allowed


def _may_answer(version: SheetVersion) -> bool:
    """Return whether the button to tell the centre stands there: once, after something was written."""
    if version.sheet.keeper_id is not None or version.answered_on is not None:
        return False
    return may_answer(version.state, edition=version.edition, sent_edition=version.sent_edition).allowed


def _may_write(version: SheetVersion) -> bool:
    if version.sheet.keeper_id is not None:
        return version.state in WRITABLE
    return may_write(version.state, is_desk=False).allowed


def _frame(title: str, *trail: tuple[str, str]) -> dict[str, object]:
    return {
        "page_title": title,
        "no_index": True,
        "breadcrumb_items": [HOME, *trail, (title, "")],
    }


def _place(version: SheetVersion) -> Place:
    sheet = version.sheet
    trail = [(OWN, where("sheets")), (sheet.title, where("sheet", sheet.pk))]
    return Place(
        folder="role_sheets/own",
        is_desk=False,
        address=where("build", sheet.pk),
        preview=where("look", sheet.pk),
        back=where("sheet", sheet.pk),
        frame=_frame(f"{TITLE}を書く", *trail),
    )
