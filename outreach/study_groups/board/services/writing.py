"""Members begin topics, answer, and say that a topic is answered or over."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from foundation.audit import chain
from foundation.centre.queries import current_centre
from foundation.transactions import assert_in_transaction
from outreach.study_groups.access import Standing, standing_in
from outreach.study_groups.board import letters, queries
from outreach.study_groups.board.enums import TopicKind, TopicState
from outreach.study_groups.board.models import Agreement, Post, Topic
from outreach.study_groups.board.rules import is_for_the_centre, may_answer
from outreach.study_groups.enums import Action
from outreach.study_groups.exceptions import GroupRefused
from outreach.study_groups.member_queries import mail_of, users_of
from outreach.study_groups.models import Community
from outreach.study_groups.services.steps import hold_in_transaction, insist
from outreach.study_groups.services.telling import tell_in_transaction

from .experts import ask_experts_in_transaction

NOT_AGREED = "この会の約束を読んで、「約束します」にしるしをつけてください。"
NOT_YOURS = "この話題を終えられるのは、書いた方と、世話人、センターの職員です。"


@dataclass(frozen=True)
class Written:
    """What somebody wrote, for which agency, whether they agree to the promises, which expert they ask."""

    text: str
    agency: int | None = None
    agrees: bool = False
    asked: int | None = None


@transaction.atomic(durable=True)
def begin_topic(
    *, community: Community, kind: TopicKind, title: str, written: Written, actor: User, now: datetime
) -> Topic:
    """Begin a topic with its first post. Raises GroupRefused."""
    standing = hold_in_transaction(community, Action.POST, actor=actor, now=now)
    topic = Topic.objects.create(
        community=standing.community,
        kind=kind,
        title=title,
        writer=actor.person,
        agency_id=_agency(standing, written),
        began_at=now,
        last_at=now,
    )
    _post_in_transaction(standing, topic, written, actor=actor, now=now)
    fields = [f"kind:{kind}"]
    if kind == TopicKind.EXPERT:
        fields.append(f"asked:{ask_experts_in_transaction(standing, topic, written.asked, now=now)}")
    chain.record("group_board.begun", actor=actor, subject=topic, now=now, fields=fields)
    return topic


@transaction.atomic(durable=True)
def answer(*, topic: Topic, written: Written, actor: User, now: datetime) -> Post:
    """Answer in a topic, which moves up. Raises GroupRefused."""
    return answer_in_transaction(topic, written, actor=actor, now=now)


def answer_in_transaction(topic: Topic, written: Written, *, actor: User, now: datetime) -> Post:
    """Answer as a step of taking what somebody sent. Raises GroupRefused."""
    assert_in_transaction("answer")
    standing = hold_in_transaction(topic.community, Action.POST, actor=actor, now=now)
    found = Topic.objects.select_for_update(of=("self",)).select_related("community").get(pk=topic.pk)
    insist(may_answer(found.state, is_hidden=found.hidden_at is not None))
    found.last_at = now
    found.save(update_fields=["last_at"])
    post = _post_in_transaction(standing, found, written, actor=actor, now=now)
    fields = ["posts"]
    if is_for_the_centre(found.kind) and found.writer_id != actor.person_id:
        fields.append(f"told:{_tell_the_writer_in_transaction(found, post, now=now)}")
    chain.record("group_board.answered", actor=actor, subject=found, now=now, fields=fields)
    return post


def _tell_the_writer_in_transaction(topic: Topic, post: Post, *, now: datetime) -> int:
    """Write to whoever asked the centre alone, since no list of titles tells them; not once they left."""
    assert_in_transaction("tell_the_writer")
    today = timezone.localdate(now)
    readers = [
        user
        for user in users_of([topic.writer_id])
        if standing_in(user, topic.community, today=today).may(Action.READ_BOARD)
    ]
    addresses = {mail_of(each.person) for each in readers} - {""}
    told = letters.answered(topic, current_centre())
    return tell_in_transaction(told, addresses, cause=f"group_board.answered:{post.pk}", now=now)


@transaction.atomic(durable=True)
def set_state(*, topic: Topic, state: TopicState, actor: User, now: datetime) -> None:
    """Say how far a topic has come: whoever began it does, and whoever looks after the board."""
    standing = hold_in_transaction(topic.community, Action.POST, actor=actor, now=now)
    if topic.writer_id != actor.person_id and not standing.may(Action.MODERATE):
        raise GroupRefused(NOT_YOURS)
    Topic.objects.filter(pk=topic.pk).update(state=state)
    chain.record("group_board.state_set", actor=actor, subject=topic, now=now, fields=[f"state:{state}"])


def _post_in_transaction(
    standing: Standing, topic: Topic, written: Written, *, actor: User, now: datetime
) -> Post:
    assert_in_transaction("post")
    promise = queries.promise_to_keep(standing.community, actor.person_id)
    if promise is not None:
        if not written.agrees:
            raise GroupRefused(NOT_AGREED)
        Agreement.objects.create(promise=promise, person=actor.person, agreed_at=now)
    return Post.objects.create(
        topic=topic,
        writer=actor.person,
        agency_id=_agency(standing, written),
        text=written.text,
        written_at=now,
    )


def _agency(standing: Standing, written: Written) -> int | None:
    """Return for which agency somebody writes: one for which they come here; none for the centre's staff."""
    if written.agency in standing.comes_for:
        return written.agency
    return None if standing.is_centre else next(iter(standing.comes_for), None)
