"""The desk of one agency's entry: its history, writing on its behalf, who sees what, and links."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from content import desk
from content.desk import SEE_OTHER, UNPROCESSABLE, Link
from directory.access import agency_desk
from directory.declared.enums import DraftState, DraftWay, LinkWay
from directory.declared.exceptions import EntryError, VisibilityRefused
from directory.declared.forms import AgreementForm, ConfirmedForm, LevelsForm, LinkForm, SaidByForm
from directory.declared.letters import link_pdf
from directory.declared.queries import (
    age_of,
    agencies_that_write,
    declaration_of,
    drafts_of,
    entry_choices,
    entry_in,
    entry_of,
    links_of,
    shown,
)
from directory.declared.rules import EntryText, differences, lines
from directory.declared.services import approving, drafts, links, saying
from directory.declared.services.visibility import set_visibility
from directory.enums import FieldGroup
from directory.models import Agency
from directory.rules import levels_of
from foundation.japanese.dates import wareki

from .desk import tell_published, to_queue
from .writing import Writing

LINKS_SHOWN = 5


def _find(public_id: str) -> Agency:
    """Return an agency that still writes. Raises Http404."""
    return get_object_or_404(agencies_that_write(today=timezone.localdate()), public_id=public_id)


def _to_entry(agency: Agency) -> HttpResponseRedirect:
    address = reverse("directory_declared_desk:entry", args=[agency.public_id])
    return HttpResponseRedirect(address, status=SEE_OTHER)


def _trail(agency: Agency) -> list[Link]:
    return [to_queue(), (agency.name, reverse("directory_declared_desk:entry", args=[agency.public_id]))]


def _show(request: HttpRequest, name: str, title: str, agency: Agency, **context: Any) -> HttpResponse:
    template = f"directory_declared/desk/{name}.html"
    return desk.show(request, template, title, agency=agency, **{"trail": _trail(agency)} | context)


@agency_desk.form_page
def entry(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show what an agency says, how old it is, and its history; note a word given by phone."""
    agency, now = _find(public_id), timezone.now()
    declaration = declaration_of(agency)
    form = ConfirmedForm(
        request.POST if request.method == "POST" else None,
        today=timezone.localdate(now),
        initial={"said_by": declaration.confirmed_by if declaration else ""},
    )
    if form.is_bound and form.is_valid() and _confirmed(request, agency, form, now):
        return _to_entry(agency)
    said = entry_of(declaration) if declaration and declaration.live else EntryText()
    return _show(
        request,
        "entry",
        agency.name,
        agency,
        trail=[to_queue()],
        status=UNPROCESSABLE if form.errors else 200,
        form=form,
        lines=lines(said, entry_choices(agency).words).items(),
        age=age_of(declaration, today=timezone.localdate(now)),
        drafts=drafts_of(agency),
        live_revision=declaration.live_revision_id if declaration else None,
        approved=DraftState.APPROVED,
    )


def _confirmed(request: HttpRequest, agency: Agency, form: ConfirmedForm, now: datetime) -> bool:
    said = form.cleaned_data
    try:
        saying.confirm_entry(
            agency=agency,
            said_by=said["said_by"],
            said_on=said["heard_on"],
            heard=said["heard"],
            actor=desk.actor(request),
            now=now,
        )
    except EntryError as refused:
        form.add_error("heard_on", str(refused))
        return False
    messages.success(request, f"{wareki(said['heard_on'])}に、正しいと聞いたことを残しました。")
    return True


@agency_desk.form_page
def write(request: HttpRequest, public_id: str) -> HttpResponse:
    """Write on behalf of an agency that phoned or sent a FAX; it waits in the queue as theirs would."""
    agency = _find(public_id)
    writing = Writing(request, agency)
    is_sent = writing.whole.form.is_bound
    typed = {"said_by": request.POST.get("said_by", "")}
    who = SaidByForm(request.POST) if is_sent else SaidByForm(initial=typed)
    if is_sent and who.is_valid() and writing.is_right:

        def save(**said: Any) -> None:
            drafts.save_draft(
                agency=agency,
                said_by=who.cleaned_data["said_by"],
                way=DraftWay.STAFF,
                actor=desk.actor(request),
                now=timezone.now(),
                **said,
            )

        if writing.keep(save):
            messages.success(request, "下書きにしました。確かめてから公開してください。")
            return HttpResponseRedirect(reverse("directory_declared_desk:queue"), status=SEE_OTHER)
    status = UNPROCESSABLE if who.errors else writing.status
    title = "機関に代わって書く"
    return _show(request, "write", title, agency, status=status, who=who, **writing.context)


@agency_desk.form_page
def version(request: HttpRequest, public_id: str, pk: int) -> HttpResponse:
    """Show a version of before against what is published, and bring it back when asked."""
    agency = _find(public_id)
    found = get_object_or_404(drafts_of(agency).filter(state=DraftState.APPROVED), pk=pk)
    if request.method == "POST":
        try:
            approving.restore_version(draft=found, actor=desk.actor(request), now=timezone.now())
        except EntryError as refused:
            messages.error(request, str(refused))
        else:
            tell_published(request, agency, "前の内容にもどして、公開しました。")
        return _to_entry(agency)
    declaration = declaration_of(agency)
    told = differences(entry_of(declaration), entry_in(found.revision), entry_choices(agency).words)
    return _show(request, "version", "前の内容にもどす", agency, draft=found, differences=told)


@agency_desk.form_page
def visibility(request: HttpRequest, public_id: str) -> HttpResponse:
    """Set who sees which group, with what each kind of reader sees now."""
    agency = _find(public_id)
    now = shown(agency)
    usual = levels_of({}, kind_level=agency.kind.level)
    typed = request.POST if request.method == "POST" else None
    current = {group: each.level for group, each in now.agreed.items()}
    form = LevelsForm(typed, initial=current, usual=usual)
    agreement = AgreementForm(typed)
    if form.is_bound and form.is_valid() and agreement.is_valid():
        try:
            set_visibility(
                agency=agency,
                levels=form.levels,
                wishes=request.POST.getlist("wish"),
                actor=desk.actor(request),
                now=timezone.now(),
                **agreement.cleaned_data,
            )
        except VisibilityRefused as refused:
            form.add_error(refused.group, str(refused))
        else:
            messages.success(request, "「見られる人」を決めました。")
            return _to_entry(agency)
    has_errors = bool(form.errors or agreement.errors)
    return _show(
        request,
        "visibility",
        "だれに見せるか",
        agency,
        status=UNPROCESSABLE if has_errors else 200,
        form=form,
        agreement=agreement,
        listing=now.levels[FieldGroup.LISTING],
        wishes=now.wishes.values(),
        agreed=now.agreed.values(),
        views=now.views,
        conditions=entry_choices(agency).words.conditions,
    )


@agency_desk.form_page
def link(request: HttpRequest, public_id: str) -> HttpResponse:
    """Make a link for an agency without a sign-in: by mail, or as a paper that is made once."""
    agency, now = _find(public_id), timezone.now()
    form = LinkForm(request.POST if "way" in request.POST else None)
    if request.method == "POST" and "revoke" in request.POST:
        try:
            links.revoke_link(agency=agency, actor=desk.actor(request), now=now)
        except EntryError as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, "リンクを取り消しました。")
        return _to_entry(agency)
    if form.is_bound and form.is_valid():
        way = LinkWay(form.cleaned_data["way"])
        try:
            made, token = links.make_link(agency=agency, way=way, actor=desk.actor(request), now=now)
        except EntryError as refused:
            form.add_error(None, str(refused))
        else:
            if way == LinkWay.PAPER:
                pdf = link_pdf([(made, token)])
                return desk.file(pdf, name="名簿のおたずね.pdf", content_type="application/pdf", inline=True)
            messages.success(request, "事業所のメールに、リンクを送りました。")
            return _to_entry(agency)
    made_before = [(each, each.state(now)) for each in links_of(agency)[:LINKS_SHOWN]]
    status = UNPROCESSABLE if form.errors else 200
    return _show(
        request, "link", "一度だけのリンクを作る", agency, status=status, form=form, links=made_before
    )
