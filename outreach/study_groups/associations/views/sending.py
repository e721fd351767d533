"""An agency that cannot come lets another vote for it, or votes in writing; the office writes down papers."""

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from content.desk import actor
from outreach.study_groups.access import Standing
from outreach.study_groups.associations import queries
from outreach.study_groups.associations.access import agency_numbered, assembly_in, voices
from outreach.study_groups.associations.forms import SendForm
from outreach.study_groups.associations.models import Assembly
from outreach.study_groups.associations.papers import proxy_pdf
from outreach.study_groups.associations.services.sending import (
    Sender,
    give_proxy,
    take_out,
    vote_in_writing,
    withdraw,
)
from outreach.study_groups.enums import Action
from outreach.study_groups.views.frame import go, saved, told, where_they_may

from .frame import form_page, paper, to_assembly, where

BLANK = "blank"
PAPER_MESSAGE = "{}の紙を記録しました。"
IN_PLACE = "前に届いていた返事は、これに代わりました。"
SENT = "{}の返事を受け取りました。締切までは、出し直せます。"


@where_they_may(Action.GIVE_PROXY)
def send(request: HttpRequest, standing: Standing, pk: int) -> HttpResponse:
    """Let an agency that cannot come say who votes for it, or vote in writing."""
    found, today = assembly_in(standing, pk), timezone.localdate()
    members = queries.counting_of(found).agencies
    own = [each for each in voices(standing, actor(request).person_id, today=today) if each.pk in members]
    if not own:
        raise Http404
    form = SendForm(
        request.POST or None, givers=own, members=members, resolutions=found.resolutions.order_by("number")
    )

    def save(_data: Mapping[str, Any]) -> str:
        _send(request, found, form, Sender(form.sender))
        return SENT.format(form.sender.name)

    if saved(request, form, save):
        return go(_to(found))
    title = "出席できないときの返事"
    return _page(request, standing, found, form, title, "返事を出す")


@require_POST
@where_they_may(Action.GIVE_PROXY)
def take_back(request: HttpRequest, standing: Standing, pk: int) -> HttpResponse:
    """Take back what one's own agency has sent."""
    found = assembly_in(standing, pk)
    own = voices(standing, actor(request).person_id, today=timezone.localdate())
    agency = next((each for each in own if each.public_id == request.POST.get("agency")), None)
    if agency is None:
        raise Http404
    sender = Sender(agency)
    told(
        request,
        lambda: withdraw(assembly=found, sender=sender, actor=actor(request), now=timezone.now()),
        f"{agency.name}の返事を取り消しました。",
    )
    return go(_to(found))


@where_they_may(Action.HOLD_ASSEMBLY)
def papers(request: HttpRequest, standing: Standing, pk: int) -> HttpResponse:
    """Write down what came on paper or by FAX."""
    found, today = assembly_in(standing, pk), timezone.localdate()
    members = queries.counting_of(found).agencies
    form = SendForm(
        request.POST or None,
        givers=members.values(),
        members=members,
        resolutions=found.resolutions.order_by("number"),
        today=today,
    )

    def save(data: Mapping[str, Any]) -> str:
        had = queries.last_sent(found, form.sender.pk) is not None
        _send(request, found, form, Sender(form.sender, data["came_on"]))
        return PAPER_MESSAGE.format(form.sender.name) + (IN_PLACE if had else "")

    if saved(request, form, save):
        return go(where("papers", standing.community, found.pk))
    return _page(request, standing, found, form, "紙・FAXの委任状と書面", "記録する")


@require_POST
@where_they_may(Action.HOLD_ASSEMBLY)
def cancel(request: HttpRequest, standing: Standing, pk: int) -> HttpResponse:
    """Take out what was written down by mistake for an agency."""
    found = assembly_in(standing, pk)
    agency = agency_numbered(request.POST.get("agency", ""))
    told(
        request,
        lambda: take_out(assembly=found, agency=agency, actor=actor(request), now=timezone.now()),
        f"{agency.name}の返事を取り消しました。正しい紙があれば、記録してください。",
    )
    return go(_to(found))


def _send(request: HttpRequest, assembly: Assembly, form: SendForm, sender: Sender) -> None:
    who, now = actor(request), timezone.now()
    if form.cleaned_data["way"] == "written":
        vote_in_writing(assembly=assembly, sender=sender, choices=form.choices, actor=who, now=now)
    else:
        give_proxy(assembly=assembly, sender=sender, holder=form.entrusted, actor=who, now=now)


@where_they_may(Action.READ_MEETING)
def proxy_paper(request: HttpRequest, standing: Standing, pk: int, number: str) -> HttpResponse:
    """Return the paper on which an agency lets another vote for it; blank, or with the agency's name.

    Only the office gets one with the name of an agency that is not the visitor's own.
    """
    found = assembly_in(standing, pk)
    agency = None
    if number != BLANK:
        agency = agency_numbered(number, pk__in=queries.counting_of(found).agencies)
        own = voices(standing, actor(request).person_id, today=timezone.localdate())
        if agency not in own and not standing.may(Action.HOLD_ASSEMBLY):
            raise Http404
    return paper(proxy_pdf(found, agency, now=timezone.now()), f"ininjo-{found.pk}-{number}.pdf")


def _to(assembly: Assembly) -> str:
    return where("assembly", assembly.row.plan.community, assembly.pk)


def _page(
    request: HttpRequest, standing: Standing, assembly: Assembly, form: SendForm, title: str, button: str
) -> HttpResponse:
    return form_page(
        request,
        standing,
        form,
        title,
        button,
        back=_to(assembly),
        trail=to_assembly(assembly),
        template="group_associations/send.html",
        assembly=assembly,
        votes=[form[name] for name in form.fields if name.startswith("vote-")],
    )
