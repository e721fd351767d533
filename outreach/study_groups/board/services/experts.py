"""Who knows much of what: the list that whoever looks after the board keeps, and the mail to who is asked."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import Person, User
from foundation.audit import chain
from foundation.centre.queries import current_centre
from foundation.transactions import assert_in_transaction
from outreach.study_groups.access import Standing, standing_in
from outreach.study_groups.board import letters, queries
from outreach.study_groups.board.models import Expert, Topic
from outreach.study_groups.enums import Action
from outreach.study_groups.exceptions import GroupRefused
from outreach.study_groups.member_queries import mail_of
from outreach.study_groups.models import Community
from outreach.study_groups.services.steps import hold_in_transaction
from outreach.study_groups.services.telling import tell_in_transaction

NOT_THERE = "この方は、いま、一覧にのせられません。画面を開き直して、確かめてください。"
NOT_ASKED = "この方は、もう一覧にいません。ほかの方か、「だれでもくわしい人」を選んでください。"


@transaction.atomic(durable=True)
def name_expert(*, community: Community, person: Person, field: str, actor: User, now: datetime) -> Expert:
    """Put somebody on the list, or change what they are said to know. Raises GroupRefused."""
    hold_in_transaction(community, Action.MODERATE, actor=actor, now=now)
    able = queries.who_may_be_expert(community, today=timezone.localdate(now))
    if not able.filter(person=person).exists():
        raise GroupRefused(NOT_THERE)
    made, _ = Expert.objects.update_or_create(
        community=community, person=person, defaults={"field": field, "named_by": actor, "named_at": now}
    )
    chain.record("group_board.expert_named", actor=actor, subject=made, now=now, fields=["field"])
    return made


@transaction.atomic(durable=True)
def remove_expert(*, expert: Expert, actor: User, now: datetime) -> None:
    """Take somebody off the list; what was asked of them is asked of all who know. Raises GroupRefused."""
    hold_in_transaction(expert.community, Action.MODERATE, actor=actor, now=now)
    chain.record("group_board.expert_removed", actor=actor, subject=expert, now=now)
    Expert.objects.filter(pk=expert.pk).delete()


def ask_experts_in_transaction(standing: Standing, topic: Topic, asked: int | None, *, now: datetime) -> int:
    """Let a new topic ask one of the list, or all, and write to them; returns to how many.

    Only whoever reads the board now is asked, and nobody by themselves. Raises GroupRefused.
    """
    assert_in_transaction("ask_experts")
    today = timezone.localdate(now)
    able = [
        each
        for each in queries.experts(standing.community, today=today).exclude(person=topic.writer_id)
        if standing_in(each.person.user, standing.community, today=today).may(Action.READ_BOARD)
    ]
    if asked is not None:
        able = [each for each in able if each.pk == asked]
        if not able:
            raise GroupRefused(NOT_ASKED)
        topic.asked = able[0]
        topic.save(update_fields=["asked"])
    addresses = {mail_of(each.person) for each in able} - {""}
    told = letters.asked(topic, current_centre())
    tell_in_transaction(told, addresses, cause=f"group_board.asked:{topic.pk}", now=now)
    return len(able)
