"""Whoever looks after the board sees what was reported, hides, shows again and moves to the centre."""

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from content.desk import actor
from outreach.study_groups.access import Standing
from outreach.study_groups.board import queries
from outreach.study_groups.board.access import post_for, report_for, topic_for, topics_for
from outreach.study_groups.board.forms import HideForm
from outreach.study_groups.board.services.looking_after import (
    hide_post,
    keep_post,
    move_to_the_centre,
    show_post,
)
from outreach.study_groups.enums import Action
from outreach.study_groups.exceptions import GroupRefused
from outreach.study_groups.views.frame import go, saved, show, status_of, where_they_may

from .board import to_board, where


@where_they_may(Action.MODERATE)
def reports(request: HttpRequest, standing: Standing) -> HttpResponse:
    """List what was reported and not looked at."""
    mine = topics_for(standing, actor(request).person_id)
    return show(
        request,
        "group_board/reports.html",
        "知らせのあった書きこみ",
        community=standing.community,
        trail=to_board(standing.community),
        rows=list(queries.open_reports(mine)),
    )


@where_they_may(Action.MODERATE)
def hide(request: HttpRequest, standing: Standing, pk: int) -> HttpResponse:
    """Let members read a post no more."""
    community = standing.community
    post = post_for(standing, actor(request).person_id, pk)
    form = HideForm(request.POST or None)

    def save(data: Mapping[str, Any]) -> str:
        hide_post(post=post, because=data["because"], actor=actor(request), now=timezone.now())
        return "見えなくしました。"

    if saved(request, form, save):
        return go(where("topic", community, post.topic_id))
    return show(
        request,
        "form.html",
        "書きこみを見えなくする",
        community=community,
        trail=to_board(community),
        status=status_of(form),
        form=form,
        button="見えなくする",
        back=where("topic", community, post.topic_id),
    )


@require_POST
@where_they_may(Action.MODERATE)
def show_again(request: HttpRequest, standing: Standing, pk: int) -> HttpResponse:
    """Let members read a post again."""
    post = post_for(standing, actor(request).person_id, pk)
    tell(
        request,
        lambda: show_post(post=post, actor=actor(request), now=timezone.now()),
        "見えるようにしました。",
    )
    return go(where("topic", standing.community, post.topic_id))


@require_POST
@where_they_may(Action.MODERATE)
def move(request: HttpRequest, standing: Standing, pk: int) -> HttpResponse:
    """Let the centre and the writer alone read a topic."""
    found = topic_for(standing, actor(request).person_id, pk)
    words = "センターだけに移しました。"
    tell(request, lambda: move_to_the_centre(topic=found, actor=actor(request), now=timezone.now()), words)
    return go(where("topics", standing.community))


@require_POST
@where_they_may(Action.MODERATE)
def keep(request: HttpRequest, standing: Standing, pk: int) -> HttpResponse:
    """Leave a reported post as it is."""
    found = report_for(standing, actor(request).person_id, pk)
    tell(
        request,
        lambda: keep_post(report=found, actor=actor(request), now=timezone.now()),
        "このままにしました。",
    )
    return go(where("reports", standing.community))


def tell(request: HttpRequest, act: Callable[[], object], words: str) -> None:
    """Do something by one press and say so, or why not."""
    try:
        act()
    except GroupRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, words)
