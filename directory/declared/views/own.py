"""An agency's own entry: as others see it, and the forms that change it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from content.desk import SEE_OTHER, UNPROCESSABLE, actor
from directory.access import as_partner, memberships_to_choose
from directory.declared.enums import DraftWay
from directory.declared.exceptions import DraftRefused
from directory.declared.forms import FreeForm, LevelsForm
from directory.declared.queries import (
    age_of,
    declaration_of,
    drafts_of,
    editing,
    entry_choices,
    service_among,
    shown,
)
from directory.declared.rules import differences
from directory.declared.services import drafts, saying
from directory.declared.services.visibility import wish_visibility
from directory.enums import Level
from directory.models import Membership
from directory.rules import levels_of
from directory.views.own import ROOM, show_own

from .writing import Writing

OWN_TITLE = "名簿の内容"
BUTTONS = (0, 1, 2, 3)


def _to_own() -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("directory_declared:own"), status=SEE_OTHER)


def _show(
    request: HttpRequest, name: str, title: str, membership: Membership, *, status: int = 200, **context: Any
) -> HttpResponse:
    trail = [(OWN_TITLE, reverse("directory_declared:own"))]
    template = f"directory_declared/{name}.html"
    return show_own(request, template, title, membership, trail=trail, status=status, **context)


@as_partner()
def overview(request: HttpRequest, membership: Membership) -> HttpResponse:
    """Show the entry as others see it; one button says that it is true."""
    agency, now = membership.agency, timezone.now()
    today = timezone.localdate(now)
    if request.method == "POST":
        name = membership.person.name
        saying.confirm_entry(agency=agency, said_by=name, said_on=today, actor=actor(request), now=now)
        messages.success(request, "ありがとうございます。今日の日付で、正しいと確かめました。")
        return _to_own()
    latest = drafts_of(agency).first()
    public, partners, _ = shown(agency).views
    return _show(
        request,
        "own",
        OWN_TITLE,
        membership,
        views=[public, partners],
        age=age_of(declaration_of(agency), today=today),
        draft=latest,
        has_several=len(memberships_to_choose(request.user, today=today)) > 1,
        breadcrumb_items=[ROOM, (OWN_TITLE, "")],
        conditions=entry_choices(agency).words.conditions,
    )


@as_partner()
def edit(request: HttpRequest, membership: Membership) -> HttpResponse:
    """Show the form of the entry, and keep what is written as a draft."""
    writing = Writing(request, membership.agency)
    if writing.is_right:

        def save(**said: Any) -> None:
            drafts.save_draft(
                agency=membership.agency,
                said_by=membership.person.name,
                way=DraftWay.PORTAL,
                actor=actor(request),
                now=timezone.now(),
                **said,
            )

        if writing.keep(save):
            messages.success(request, "お預かりしました。センターが確かめてから、公開します。")
            return _to_own()
    title = "名簿の内容を書く"
    return _show(request, "edit", title, membership, status=writing.status, **writing.context)


@as_partner()
def withdraw(request: HttpRequest, membership: Membership) -> HttpResponse:
    """Show what waits against what is published, and take it back when asked."""
    agency = membership.agency
    if request.method == "POST":
        try:
            drafts.withdraw_draft(agency=agency, actor=actor(request), now=timezone.now())
        except DraftRefused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, "取り下げました。公開している内容は、そのままです。")
        return _to_own()
    now = editing(agency)
    if now.waiting is None:
        return _to_own()
    found = differences(now.published, now.text, entry_choices(agency).words)
    return _show(request, "withdraw", "書いたことを取り下げる", membership, differences=found)


@as_partner()
def vacancy(request: HttpRequest, membership: Membership) -> HttpResponse:
    """Show each service with numbers to press; a press is public at once, with today's day."""
    agency = membership.agency
    whole = shown(agency).views[-1].profile
    services = whole.services if whole else ()
    form = FreeForm(_pressed(request)) if request.method == "POST" else None
    if form is not None and form.is_valid():
        codes = [each.kind.code for each in services]
        service = service_among(codes, form.cleaned_data["service"])
        if service is not None:
            free = form.cleaned_data["free"]
            saying.tell_vacancy(
                agency=agency, service=service, free=free, actor=actor(request), now=timezone.now()
            )
            messages.success(request, f"「{service}」の空きを、{free}人と知らせました。")
            return HttpResponseRedirect(reverse("directory_declared:vacancy"), status=SEE_OTHER)
    return _show(
        request,
        "vacancy",
        "空きを知らせる",
        membership,
        status=UNPROCESSABLE if form else 200,
        services=services,
        buttons=BUTTONS,
        form=form,
    )


def _pressed(request: HttpRequest) -> dict[str, str]:
    """Return service and number: of the pressed button, else of what was typed beside it."""
    code, _, number = request.POST.get("press", "").rpartition(":")
    return {"service": code, "free": number or request.POST.get(f"free-{code}", "")}


@as_partner()
def visibility(request: HttpRequest, membership: Membership) -> HttpResponse:
    """Ask who should see what; staff set it, and note who agreed."""
    agency = membership.agency
    now = shown(agency)
    usual = levels_of({}, kind_level=agency.kind.level)
    initial = {group: each.level for group, each in now.agreed.items()}
    initial |= {group: each.level for group, each in now.wishes.items()}
    form = LevelsForm(request.POST if request.method == "POST" else None, initial=initial, usual=usual)
    if form.is_bound and form.is_valid():
        wish_visibility(
            agency=agency,
            levels=form.levels,
            said_by=membership.person.name,
            actor=actor(request),
            now=timezone.now(),
        )
        messages.success(request, "お預かりしました。センターがお電話などで確かめてから、変えます。")
        return _to_own()
    status = UNPROCESSABLE if form.errors else 200
    current = [(group.label, Level(level).label) for group, level in now.levels.items()]
    return _show(
        request, "visibility", "だれに見せるか", membership, status=status, form=form, current=current
    )
