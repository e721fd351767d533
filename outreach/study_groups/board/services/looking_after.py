"""Posts are reported, hidden and shown again; topics are moved to the centre alone."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from foundation.audit import chain
from outreach.study_groups.board.enums import ReportOutcome, ReportReason, TopicKind
from outreach.study_groups.board.models import Post, Report, Topic
from outreach.study_groups.enums import Action
from outreach.study_groups.exceptions import GroupRefused
from outreach.study_groups.services.steps import hold_in_transaction

REPORTED = "もう知らせてあります。世話人かセンターが、見ます。"
SETTLED = "この知らせは、もう見てあります。"


@transaction.atomic(durable=True)
def report_post(*, post: Post, reason: ReportReason, words: str, actor: User, now: datetime) -> Report:
    """Say that a post should not stand there; once for each reader. Raises GroupRefused."""
    hold_in_transaction(post.topic.community, Action.READ_BOARD, actor=actor, now=now)
    made, is_new = Report.objects.get_or_create(
        post=post,
        reporter=actor.person,
        defaults={"reason": reason, "words": words, "reported_at": now},
    )
    if not is_new:
        raise GroupRefused(REPORTED)
    chain.record("group_board.reported", actor=actor, subject=post, now=now, fields=[f"reason:{reason}"])
    return made


@transaction.atomic(durable=True)
def hide_post(*, post: Post, because: str, actor: User, now: datetime) -> None:
    """Let members read a post no more; of a topic whose first post it is, the whole topic."""
    hold_in_transaction(post.topic.community, Action.MODERATE, actor=actor, now=now)
    Post.objects.filter(pk=post.pk, hidden_at__isnull=True).update(hidden_at=now, hidden_because=because)
    if _is_first(post):
        Topic.objects.filter(pk=post.topic_id).update(hidden_at=now)
    _settle(post, ReportOutcome.HIDDEN, actor, now)
    chain.record("group_board.hidden", actor=actor, subject=post, now=now, fields=["hidden_at"])


@transaction.atomic(durable=True)
def show_post(*, post: Post, actor: User, now: datetime) -> None:
    """Let members read a post again."""
    hold_in_transaction(post.topic.community, Action.MODERATE, actor=actor, now=now)
    Post.objects.filter(pk=post.pk).update(hidden_at=None, hidden_because="")
    if _is_first(post):
        Topic.objects.filter(pk=post.topic_id).update(hidden_at=None)
    chain.record("group_board.shown", actor=actor, subject=post, now=now, fields=["hidden_at"])


@transaction.atomic(durable=True)
def move_to_the_centre(*, topic: Topic, actor: User, now: datetime) -> None:
    """Let the centre and whoever began it alone read a topic from now on."""
    hold_in_transaction(topic.community, Action.MODERATE, actor=actor, now=now)
    Topic.objects.filter(pk=topic.pk).update(kind=TopicKind.PRIVATE, asked=None)
    for post in topic.posts.all():
        _settle(post, ReportOutcome.PRIVATE, actor, now)
    chain.record("group_board.moved", actor=actor, subject=topic, now=now, fields=["kind"])


@transaction.atomic(durable=True)
def keep_post(*, report: Report, actor: User, now: datetime) -> None:
    """Leave a reported post as it is. Raises GroupRefused when somebody has looked at it already."""
    post = report.post
    hold_in_transaction(post.topic.community, Action.MODERATE, actor=actor, now=now)
    if not _settle(post, ReportOutcome.KEPT, actor, now):
        raise GroupRefused(SETTLED)
    chain.record("group_board.kept", actor=actor, subject=post, now=now, fields=["outcome"])


def _is_first(post: Post) -> bool:
    first = Post.objects.filter(topic=post.topic_id).order_by("written_at", "pk").values_list("pk", flat=True)
    return first[0] == post.pk


def _settle(post: Post, outcome: ReportOutcome, actor: User, now: datetime) -> int:
    """Say what became of the open reports on a post; returns how many there were."""
    waiting = Report.objects.filter(post=post, outcome=ReportOutcome.OPEN)
    return waiting.update(outcome=outcome, settled_by=actor, settled_at=now)
