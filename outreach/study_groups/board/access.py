"""Who reads what: hidden posts their writer and who looks after the board, private topics the centre."""

from datetime import date

from django.db.models import Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from accounts.factors import must_show_factor
from accounts.models import User
from outreach.study_groups.access import Standing
from outreach.study_groups.enums import Action

from . import queries
from .enums import TopicKind
from .models import Expert, Post, Report, Topic


def answers_by_mail(user: User) -> bool:
    """Return whether somebody may answer by mail: a mail shows no second factor, where one is owed."""
    return bool(user.email) and not must_show_factor(user)


def topics_for(standing: Standing, person: int) -> QuerySet[Topic]:
    """Return the topics of a community that this person reads."""
    if not standing.may(Action.READ_BOARD):
        return Topic.objects.none()
    found = Topic.objects.filter(community=standing.community)
    if not standing.is_centre:
        found = found.filter(~Q(kind=TopicKind.PRIVATE) | Q(writer=person))
    return found if standing.may(Action.MODERATE) else found.filter(_shown_to(person))


def _shown_to(person: int) -> Q:
    """Return what holds of what stands on the board for everybody, or was written by this person."""
    return Q(hidden_at__isnull=True) | Q(writer=person)


def topic_for(standing: Standing, person: int, pk: int) -> Topic:
    """Return a topic that this person reads. Raises Http404."""
    return get_object_or_404(topics_for(standing, person).select_related("community", "agency"), pk=pk)


def posts_for(standing: Standing, person: int, topic: Topic) -> QuerySet[Post]:
    """Return what stands in a topic; what was hidden is shown to its writer and who looks after the board."""
    found = topic.posts.select_related("writer", "agency")
    return found if standing.may(Action.MODERATE) else found.filter(_shown_to(person))


def post_for(standing: Standing, person: int, pk: int) -> Post:
    """Return a post that this person may report or look after. Raises Http404."""
    post = get_object_or_404(Post.objects.select_related("topic__community"), pk=pk)
    if post.hidden_at is not None and not standing.may(Action.MODERATE):
        raise Http404
    topic_for(standing, person, post.topic_id)
    return post


def report_for(standing: Standing, person: int, pk: int) -> Report:
    """Return a report on a post that this person looks after. Raises Http404."""
    report = get_object_or_404(Report.objects.select_related("post__topic__community"), pk=pk)
    topic_for(standing, person, report.post.topic_id)
    return report


def expert_in(standing: Standing, pk: int, *, today: date) -> Expert:
    """Return somebody on the list of those who know much. Raises Http404 for who stands there no more."""
    found: Expert = get_object_or_404(queries.experts(standing.community, today=today), pk=pk)
    return found
