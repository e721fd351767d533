"""Reads of the board: lists of topics, open reports, who agreed to what, whose list of titles is due."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery

from accounts.models import User
from directory.models import Agency, Membership
from outreach.study_groups.models import Community, Delegate, MemberAgency, Promise

from .enums import ReportOutcome, TopicKind, TopicState
from .models import Agreement, DigestWish, Expert, Report, Topic


def with_answers(topics: QuerySet[Topic]) -> QuerySet[Any]:
    """Return topics with how many answers each has, what was hidden left out."""
    shown = Q(posts__hidden_at__isnull=True)
    found = topics.select_related("writer", "agency").annotate(posts_shown=Count("posts", filter=shown))
    return found.order_by("-last_at", "-pk")


def latest(topics: QuerySet[Topic], count: int) -> list[tuple[int, str, datetime, int]]:
    """Return of the latest topics number, title, when somebody wrote last, how many posts. One query."""
    found = with_answers(topics).values_list("pk", "title", "last_at", "posts_shown")
    return list(found[:count])


def promise_to_keep(community: Community, person: int) -> Promise | None:
    """Return the promises that somebody has yet to agree to; None where they have, or there are none."""
    latest: Promise | None = community.promises.first()
    if latest is None or Agreement.objects.filter(promise=latest, person=person).exists():
        return None
    return latest


def open_reports(topics: QuerySet[Topic]) -> QuerySet[Report]:
    """Return the reports on posts of these topics at which nobody has looked, the oldest first."""
    found = Report.objects.filter(outcome=ReportOutcome.OPEN, post__topic__in=topics)
    return found.select_related("post__topic", "post__writer", "reporter")


def wish_of(community: Community, person: int) -> DigestWish | None:
    """Return on which day somebody gets the titles of a community."""
    return DigestWish.objects.filter(community=community, person=person).first()


def due_wishes(day: date) -> QuerySet[DigestWish]:
    """Return whose lists of titles come on this day of the week."""
    wishes = DigestWish.objects.filter(weekday=day.weekday())
    return wishes.select_related("community", "person__user").order_by("community", "pk")


def open_titles(communities: Iterable[int]) -> QuerySet[Topic]:
    """Return the topics of these communities that every member reads, the latest first."""
    found = Topic.objects.filter(community__in=list(communities), hidden_at__isnull=True)
    return found.exclude(kind=TopicKind.PRIVATE).order_by("-last_at", "-pk")


def user_of(person: int) -> User | None:
    """Return the account of somebody who may sign in."""
    return User.objects.select_related("person").filter(person=person, is_active=True).first()


def topic_to_answer(pk: int) -> Topic | None:
    """Return a topic with its community, whoever reads it."""
    return Topic.objects.select_related("community").filter(pk=pk).first()


def boards_with_questions() -> QuerySet[Topic, str]:
    """Return the boards of questions to the centre that are open, once for each question."""
    waiting = Topic.objects.filter(kind=TopicKind.PRIVATE, state=TopicState.OPEN, hidden_at__isnull=True)
    return waiting.order_by("began_at").values_list("community__slug", flat=True)


def boards_with_reports() -> QuerySet[Report, str]:
    """Return the boards of posts that were reported and at which nobody has looked, once for each report."""
    waiting = Report.objects.filter(outcome=ReportOutcome.OPEN)
    return waiting.order_by("reported_at").values_list("post__topic__community__slug", flat=True)


def who_may_be_expert(community: Community, *, today: date) -> QuerySet[Delegate]:
    """Return who may stand on the list of those who know much: who reads the board as one of a member's.

    They agreed to be named to other agencies, act for their member today and can sign in; a person who
    stands for two members comes twice.
    """
    acts = Membership.objects.valid(today=today).of_partners()
    acts = acts.filter(person=OuterRef("person"), agency=OuterRef("member__agency"))
    return (
        Delegate.objects.on(today)
        .filter(
            Exists(acts.filter(agency__in=Agency.objects.current(today=today))),
            member__in=MemberAgency.objects.on(today).filter(community=community),
            person__user__is_active=True,
            person__erased_at__isnull=True,
            is_shown=True,
        )
        .select_related("person", "member__agency")
        .order_by("member__agency__folded_kana", "person__name_kana", "pk")
    )


def experts(community: Community, *, today: date) -> QuerySet[Any]:
    """Return the list of those who know much as it is today, each with the name of `agency`. One query."""
    standing = who_may_be_expert(community, today=today).filter(person=OuterRef("person"))
    found = Expert.objects.filter(community=community).annotate(
        agency=Subquery(standing.values("member__agency__name")[:1])
    )
    shown = found.filter(agency__isnull=False).select_related("person__user")
    return shown.order_by("agency", "person__name_kana", "pk")
