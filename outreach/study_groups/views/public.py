"""The list of communities, the page of one as a reader may see it, and the ways in."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from content.desk import actor
from directory.access import as_partner, speaking_membership
from directory.models import Membership
from foundation.japanese.dates import fiscal_year
from outreach.study_groups import member_queries, queries
from outreach.study_groups.access import Standing, community_of_link, page_of, reading, waiting_for
from outreach.study_groups.enums import Action, Joining, RequestAnswer
from outreach.study_groups.forms import JoinForm
from outreach.study_groups.models import MemberAgency
from outreach.study_groups.services.joining import ask_to_join, join_by_link

from .frame import TITLE, go, saved, show, status_of
from .home import home

JOINED = "入会しました。ここが、会のページです。"
ASKED = "入会を申し込みました。会の世話人から、返事があります。"


@require_safe
def communities(request: HttpRequest) -> HttpResponse:
    """List the communities that this visitor may read of; those they belong to first."""
    today = timezone.localdate()
    inside, others = reading(request.user, today=today)
    return show(
        request,
        "list.html",
        TITLE,
        inside=inside,
        others=others,
        waits=waiting_for(request.user, now=timezone.now()),
        sizes=queries.sizes([each.pk for each in (*inside, *others)], today=today),
    )


@require_safe
def community(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a community to those inside as their year, to everybody else as what it is and how one joins."""
    today = timezone.localdate()
    standing = page_of(slug, request.user, today=today)
    if standing.may(Action.READ_HOME):
        return home(request, standing, year=fiscal_year(today))
    return _intro(request, standing, JoinForm())


def _intro(request: HttpRequest, standing: Standing, form: JoinForm) -> HttpResponse:
    found, membership = standing.community, _asking(request, standing)
    asked = member_queries.latest_request(found, membership.agency_id) if membership else None
    return show(
        request,
        "intro.html",
        found.name,
        community=found,
        status=status_of(form),
        standing=standing,
        form=form,
        membership=membership,
        asked=asked,
        may_ask=membership is not None
        and found.joining != Joining.INVITED
        and (asked is None or asked.answer != RequestAnswer.OPEN),
        size=queries.size_of(found),
        promises=queries.promise_of(found),
    )


def _asking(request: HttpRequest, standing: Standing) -> Membership | None:
    """Return in whose name this visitor may ask to join."""
    if not standing.may(Action.ASK_TO_JOIN):
        return None
    return speaking_membership(request, today=timezone.localdate())


@as_partner()
def join(request: HttpRequest, membership: Membership, slug: str) -> HttpResponse:
    """Let an agency ask to become a member, or become one at once where that is open."""
    today = timezone.localdate()
    standing = page_of(slug, request.user, today=today)
    if not standing.may(Action.ASK_TO_JOIN):
        raise Http404
    form = JoinForm(request.POST or None)

    def save(data: Mapping[str, Any]) -> str:
        made = ask_to_join(
            community=standing.community,
            membership=membership,
            words=data["words"],
            is_shown=data["is_shown"],
            actor=actor(request),
            now=timezone.now(),
        )
        return JOINED if isinstance(made, MemberAgency) else ASKED

    if saved(request, form, save):
        return go(standing.community.get_absolute_url())
    return _intro(request, standing, form)


@as_partner()
def join_link(request: HttpRequest, membership: Membership, key: UUID) -> HttpResponse:
    """Ask whoever holds the link whether their agency joins; a link that was made anew leads nowhere."""
    found = community_of_link(key)
    form = JoinForm(request.POST or None)

    def save(data: Mapping[str, Any]) -> str:
        join_by_link(
            key=key,
            membership=membership,
            is_shown=data["is_shown"],
            actor=actor(request),
            now=timezone.now(),
        )
        return JOINED

    if saved(request, form, save):
        return go(found.get_absolute_url())
    return show(
        request,
        "join_link.html",
        f"{found.name}に入る",
        status=status_of(form),
        found=found,
        form=form,
        membership=membership,
        promises=found.promises.first(),
    )
