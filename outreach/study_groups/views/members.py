"""Who belongs to a community: the roster, an agency's own people, requests, leaving."""

from collections.abc import Mapping
from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from content.desk import UNPROCESSABLE, actor
from directory.queries import colleagues
from outreach.study_groups import member_queries
from outreach.study_groups.access import (
    Standing,
    delegate_of,
    is_joining_open,
    member_in,
    own_member,
    request_to,
)
from outreach.study_groups.enums import Action
from outreach.study_groups.forms import AnswerForm, PersonForm
from outreach.study_groups.models import Community, Delegate, MemberAgency
from outreach.study_groups.naming import may_be_named
from outreach.study_groups.services.joining import (
    answer_request,
    end_delegate,
    end_membership,
    leave,
    name_delegate,
)

from .frame import address, go, saved, show, status_of, told, where_they_may

LEFT = "会をやめました。また入るときは、このページから申し込めます。"


@where_they_may(Action.READ_ROSTER)
def roster(request: HttpRequest, standing: Standing) -> HttpResponse:
    """Show which agencies are members, and those people who agreed to be named."""
    return _roster(request, standing)


def _roster(
    request: HttpRequest,
    standing: Standing,
    *,
    status: int = 200,
    refused: tuple[int, AnswerForm] | None = None,
) -> HttpResponse:
    """Show the roster; `refused` is an answer to a request that could not be taken, as it was typed."""
    community, today = standing.community, timezone.localdate()
    may_admit = standing.may(Action.ADMIT)
    rows = [
        (each, _named(each, standing), standing.may_for(Action.NAME_PEOPLE, each.agency_id))
        for each in member_queries.members_of(community, today=today)
    ]
    requests = member_queries.open_requests(community) if may_admit else ()
    waiting = [(each, refused[1] if refused and refused[0] == each.pk else None) for each in requests]
    return show(
        request,
        "roster.html",
        "会員の名簿",
        community=community,
        status=status,
        rows=rows,
        waiting=waiting,
        may_admit=may_admit,
        join_address=_join_address(request, community) if may_admit else "",
        has_ways=may_admit or any(may_name for _, _, may_name in rows),
    )


def _join_address(request: HttpRequest, community: Community) -> str:
    """Return the link that lets agencies in, while it does."""
    if not is_joining_open(community):
        return ""
    return request.build_absolute_uri(reverse("study_groups:join_link", args=[community.join_key]))


def _named(member: MemberAgency, standing: Standing) -> list[Delegate]:
    """Return who of a member agency may be named to this reader: its own people, the centre, who agreed."""
    people: list[Delegate] = member.standing  # type: ignore[attr-defined]  # -- prefetched
    return [each for each in people if may_be_named(standing, member.agency_id, is_shown=each.is_shown)]


@where_they_may(Action.NAME_PEOPLE)
def people(request: HttpRequest, standing: Standing, member: int) -> HttpResponse:
    """Let an agency say who stands for it."""
    today = timezone.localdate()
    found = own_member(standing, Action.NAME_PEOPLE, member, today=today)
    form = PersonForm(request.POST or None, people=colleagues(found.agency, today=today))

    def save(_data: Mapping[str, Any]) -> str:
        name_delegate(member=found, named=form.named, actor=actor(request), now=timezone.now())
        return f"{form.named.person.name}さんを、{form.named.place.label}にしました。"

    if saved(request, form, save):
        return go(address("people", standing.community, found.pk))
    return show(
        request,
        "people.html",
        f"{found.agency.name}の会員",
        community=standing.community,
        status=status_of(form),
        member=found,
        form=form,
        people=member_queries.standing_for(found, today=today),
        may_leave=standing.may_for(Action.LEAVE, found.agency_id),
    )


@require_POST
@where_they_may(Action.NAME_PEOPLE)
def end_person(request: HttpRequest, standing: Standing, member: int, pk: int) -> HttpResponse:
    """Let somebody stand for their agency no more."""
    found = own_member(standing, Action.NAME_PEOPLE, member, today=timezone.localdate())
    delegate = delegate_of(found, pk)
    told(
        request,
        lambda: end_delegate(delegate=delegate, actor=actor(request), now=timezone.now()),
        "会員から外しました。",
    )
    return go(address("people", standing.community, found.pk))


@require_POST
@where_they_may(Action.LEAVE)
def leave_community(request: HttpRequest, standing: Standing, member: int) -> HttpResponse:
    """Let an agency leave."""
    found = own_member(standing, Action.LEAVE, member, today=timezone.localdate())
    told(request, lambda: leave(member=found, actor=actor(request), now=timezone.now()), LEFT)
    return go(standing.community.get_absolute_url())


@where_they_may(Action.ADMIT)
def write_leaving(request: HttpRequest, standing: Standing, member: int) -> HttpResponse:
    """Write down that an agency told that it leaves."""
    found = member_in(standing, member, today=timezone.localdate())
    form = Form(request.POST or None)

    def save(_data: Mapping[str, Any]) -> str:
        end_membership(member=found, actor=actor(request), now=timezone.now())
        return f"{found.agency.name}の退会を書きました。"

    if request.method == "POST" and saved(request, form, save):
        return go(address("roster", standing.community))
    return show(
        request,
        "leaving.html",
        f"{found.agency.name}の退会を書く",
        community=standing.community,
        status=status_of(form),
        member=found,
        form=form,
    )


@require_POST
@where_they_may(Action.ADMIT)
def answer(request: HttpRequest, standing: Standing, pk: int) -> HttpResponse:
    """Admit an agency that asked, or say why not."""
    asked, form = request_to(standing, pk), AnswerForm(request.POST)

    if not form.is_valid():
        return _roster(request, standing, status=UNPROCESSABLE, refused=(pk, form))
    accept, reason = form.cleaned_data["accept"], form.cleaned_data["reason"]

    def save() -> None:
        answer_request(request=asked, accept=accept, reason=reason, actor=actor(request), now=timezone.now())

    told(request, save, "入会を受け付けました。" if accept else "お断りしました。")
    return go(address("roster", standing.community))
