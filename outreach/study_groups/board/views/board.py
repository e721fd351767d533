"""Members read, begin topics, answer, report, and choose when titles come."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from content.desk import Link, actor
from directory.access import acting_membership
from outreach.study_groups.access import Standing
from outreach.study_groups.board import queries
from outreach.study_groups.board.access import post_for, posts_for, topic_for, topics_for
from outreach.study_groups.board.enums import ReportReason, TopicKind, TopicState
from outreach.study_groups.board.forms import ANYBODY, ReportForm, TextForm, TopicForm, WishForm
from outreach.study_groups.board.models import Post, Topic
from outreach.study_groups.board.services.digest import choose_weekday
from outreach.study_groups.board.services.looking_after import report_post
from outreach.study_groups.board.services.writing import Written, answer, begin_topic, set_state
from outreach.study_groups.enums import Action
from outreach.study_groups.exceptions import GroupRefused
from outreach.study_groups.models import Community
from outreach.study_groups.naming import Naming, naming_for
from outreach.study_groups.views.frame import go, names_to_look_for, saved, show, status_of, where_they_may

TITLE = "掲示板"
TOPICS_ON_A_PAGE = 30


def where(name: str, community: Community, *args: object) -> str:
    return reverse(f"group_board:{name}", args=[community.slug, *args])


def to_board(community: Community) -> tuple[Link, ...]:
    return ((TITLE, where("topics", community)),)


@where_they_may(Action.READ_BOARD)
def topics(request: HttpRequest, standing: Standing) -> HttpResponse:
    """List the topics, those written in last first."""
    community, person = standing.community, actor(request).person_id
    mine = topics_for(standing, person)
    page = Paginator(queries.with_answers(mine), TOPICS_ON_A_PAGE).get_page(request.GET.get("page"))
    wish = queries.wish_of(community, person)
    return show(
        request,
        "group_board/topics.html",
        TITLE,
        community=community,
        page_obj=page,
        rows=page.object_list,
        may_post=standing.may(Action.POST),
        wish_form=WishForm(initial={"weekday": wish.weekday if wish else None}),
        reports=queries.open_reports(mine).count() if standing.may(Action.MODERATE) else 0,
    )


@where_they_may(Action.READ_BOARD)
def wish(request: HttpRequest, standing: Standing) -> HttpResponse:
    """Choose on which day the titles come by mail."""
    form = WishForm(request.POST or None)

    def save(data: Mapping[str, Any]) -> str:
        weekday = data["weekday"]
        choose_weekday(
            community=standing.community, weekday=weekday, actor=actor(request), now=timezone.now()
        )
        return "まとめのメールを、止めました。" if weekday is None else "まとめのメールの曜日を決めました。"

    saved(request, form, save)
    return go(where("topics", standing.community))


@where_they_may(Action.POST)
def begin(request: HttpRequest, standing: Standing) -> HttpResponse:
    """Begin a topic."""
    community = standing.community
    experts = queries.experts(community, today=timezone.localdate()).exclude(person=actor(request).person_id)
    words = [(each.pk, f"{each.person.name}さん（{each.agency}、{each.field}）") for each in experts]
    form = TopicForm(request.POST or None, experts=words, **_asked(request, standing))
    made: list[int] = []

    def save(data: Mapping[str, Any]) -> str:
        kind = TopicKind(data["kind"])
        begun = begin_topic(
            community=community,
            kind=kind,
            title=data["title"],
            written=_written(request, data),
            actor=actor(request),
            now=timezone.now(),
        )
        made.append(begun.pk)
        return "センターだけに届きました。" if kind == TopicKind.PRIVATE else "掲示板に書きました。"

    if saved(request, form, save):
        return go(where("topic", community, made[0]))
    return show(
        request,
        "group_board/begin.html",
        "新しい話題",
        community=community,
        trail=to_board(community),
        status=status_of(form),
        form=form,
        promises=community.promises.first(),
    )


def _asked(request: HttpRequest, standing: Standing) -> dict[str, Any]:
    """Return what a form of words has to know: which names to look for, whether to ask for the promise."""
    promise = queries.promise_to_keep(standing.community, actor(request).person_id)
    return {"agencies": names_to_look_for(request), "asks_to_agree": promise is not None}


def _written(request: HttpRequest, data: Mapping[str, Any]) -> Written:
    membership = acting_membership(request, today=timezone.localdate())
    agency = membership.agency_id if membership else None
    return Written(data["text"], agency, agrees=bool(data.get("agrees")), asked=data.get("asked"))


def _who_is_asked(topic: Topic, standing: Standing) -> str:
    """Return of which agency who is asked is, and what they know: all who know, once that person left."""
    if topic.kind != TopicKind.EXPERT:
        return ""
    if topic.asked_id is None:
        return ANYBODY
    able = queries.experts(standing.community, today=timezone.localdate())
    found = able.filter(pk=topic.asked_id).first()
    return f"{found.agency}（{found.field}）" if found else ANYBODY


def _signed(standing: Standing, reader: int, posts: Sequence[Post]) -> list[tuple[Post, str]]:
    """Return posts with who wrote them for whom, as they may be named to this reader."""
    writers = {each.writer_id for each in posts}
    naming = naming_for(standing, reader, writers, today=timezone.localdate())
    return [(each, _signature(each, naming)) for each in posts]


def _signature(post: Post, naming: Naming) -> str:
    """Return who wrote a post: for the centre, and as of the agency for which it was written."""
    if post.agency is None:
        return f"センター　{post.writer.name}さん"
    called = naming.called(post.writer_id, post.writer.name, post.agency)
    named = naming.may_name(post.writer_id, post.agency_id)
    return f"{post.agency.name}　{called}" if named else called


@where_they_may(Action.READ_BOARD)
def topic(request: HttpRequest, standing: Standing, pk: int) -> HttpResponse:
    """Show a topic and what was answered; whoever may write answers here."""
    community = standing.community
    person = actor(request).person_id
    found = topic_for(standing, person, pk)
    may_post = standing.may(Action.POST) and found.state != TopicState.CLOSED and found.hidden_at is None
    if request.method == "POST" and not may_post:
        raise Http404
    form = TextForm(request.POST or None, **_asked(request, standing)) if may_post else None

    def save(data: Mapping[str, Any]) -> str:
        answer(topic=found, written=_written(request, data), actor=actor(request), now=timezone.now())
        return "書きました。"

    if form is not None and saved(request, form, save):
        return go(f"{where('topic', community, pk)}#last")
    return show(
        request,
        "group_board/topic.html",
        found.title,
        community=community,
        trail=to_board(community),
        status=status_of(form) if form else 200,
        topic=found,
        asked=_who_is_asked(found, standing),
        posts=_signed(standing, person, list(posts_for(standing, person, found))),
        form=form,
        may_moderate=standing.may(Action.MODERATE),
        may_end=standing.may(Action.MODERATE) or (found.writer_id == person and found.hidden_at is None),
        promises=community.promises.first() if form else None,
        states=[each for each in TopicState if each != found.state],
    )


@where_they_may(Action.POST)
def state(request: HttpRequest, standing: Standing, pk: int) -> HttpResponse:
    """Say how far a topic has come."""
    found = topic_for(standing, actor(request).person_id, pk)
    wanted = request.POST.get("state", "")
    if wanted not in TopicState.values:
        raise Http404
    try:
        set_state(topic=found, state=TopicState(wanted), actor=actor(request), now=timezone.now())
    except GroupRefused as refused:
        messages.error(request, str(refused))
    return go(where("topic", standing.community, pk))


@where_they_may(Action.READ_BOARD)
def report(request: HttpRequest, standing: Standing, pk: int) -> HttpResponse:
    """Say that a post should not stand there."""
    community = standing.community
    post = post_for(standing, actor(request).person_id, pk)
    form = ReportForm(request.POST or None)

    def save(data: Mapping[str, Any]) -> str:
        reason = ReportReason(data["reason"])
        report_post(post=post, reason=reason, words=data["words"], actor=actor(request), now=timezone.now())
        return "知らせました。世話人かセンターが、見ます。"

    if saved(request, form, save):
        return go(where("topic", community, post.topic_id))
    return show(
        request,
        "form.html",
        "この書きこみを知らせる",
        community=community,
        trail=(*to_board(community), (post.topic.title, where("topic", community, post.topic_id))),
        status=status_of(form),
        form=form,
        button="知らせる",
        back=where("topic", community, post.topic_id),
    )
