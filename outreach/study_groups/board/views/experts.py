"""The list of those who know much: members read it, whoever looks after the board keeps it."""

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from content.desk import actor
from outreach.study_groups.access import Standing
from outreach.study_groups.board import queries
from outreach.study_groups.board.access import expert_in
from outreach.study_groups.board.forms import ExpertForm
from outreach.study_groups.board.services.experts import name_expert, remove_expert
from outreach.study_groups.enums import Action
from outreach.study_groups.views.frame import go, saved, show, status_of, where_they_may

from .board import to_board, where
from .looking_after import tell


@where_they_may(Action.READ_BOARD)
def experts(request: HttpRequest, standing: Standing) -> HttpResponse:
    """List who knows much of what; whoever looks after the board puts somebody there."""
    community, today = standing.community, timezone.localdate()
    may_keep = standing.may(Action.MODERATE)
    if request.method == "POST" and not may_keep:
        raise Http404
    able = queries.who_may_be_expert(community, today=today) if may_keep else ()
    people = [(each.person, each.member.agency.name) for each in able]
    form = ExpertForm(request.POST or None, people=people) if may_keep else None

    def save(data: Mapping[str, Any]) -> str:
        assert form is not None
        named = form.named
        name_expert(
            community=community, person=named, field=data["field"], actor=actor(request), now=timezone.now()
        )
        return f"{named.name}さんを、くわしい人の一覧にのせました。"

    if form is not None and saved(request, form, save):
        return go(where("experts", community))
    return show(
        request,
        "group_board/experts.html",
        "くわしい人",
        community=community,
        trail=to_board(community),
        status=status_of(form) if form else 200,
        rows=list(queries.experts(community, today=today)),
        form=form if people or (form and form.is_bound) else None,
        may_keep=may_keep,
    )


@require_POST
@where_they_may(Action.MODERATE)
def remove(request: HttpRequest, standing: Standing, pk: int) -> HttpResponse:
    """Take somebody off the list."""
    found = expert_in(standing, pk, today=timezone.localdate())
    tell(
        request,
        lambda: remove_expert(expert=found, actor=actor(request), now=timezone.now()),
        "くわしい人の一覧から、はずしました。",
    )
    return go(where("experts", standing.community))
