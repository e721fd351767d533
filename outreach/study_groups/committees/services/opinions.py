"""Members of a steering committee write opinions on a year's report; the centre replies."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from foundation.audit import chain
from outreach.study_groups.committees.models import Appointment, Opinion
from outreach.study_groups.enums import Action
from outreach.study_groups.exceptions import GroupRefused
from outreach.study_groups.models import Community, PlanRow
from outreach.study_groups.overtaking import insist_on_seen
from outreach.study_groups.services.steps import hold_in_transaction

REPLY = ("reply",)
NO_TERM = "いま、この委員会の委員ではありません。"


@transaction.atomic(durable=True)
def write_opinion(
    *, community: Community, year: int, row: PlanRow | None, text: str, actor: User, now: datetime
) -> Opinion:
    """Write an opinion on the report of a fiscal year, as the seat one holds today. Raises GroupRefused."""
    held = hold_in_transaction(community, Action.WRITE_OPINION, actor=actor, now=now).community
    term = Appointment.objects.on(timezone.localdate(now)).filter(community=held, person=actor.person).first()
    if term is None:
        raise GroupRefused(NO_TERM)
    made = Opinion.objects.create(
        community=held, appointment=term, fiscal_year=year, row=row, text=text, written_at=now
    )
    chain.record("group_committees.opinion_written", actor=actor, subject=made, now=now, fields=["text"])
    return made


@transaction.atomic(durable=True)
def reply_to_opinion(
    *, opinion: Opinion, reply: str, seen: str | None = None, actor: User, now: datetime
) -> Opinion:
    """Reply to an opinion, or write anew the reply that its writer had `seen`. Raises GroupRefused."""
    hold_in_transaction(opinion.community, Action.REPLY_TO_OPINION, actor=actor, now=now)
    found = Opinion.objects.select_for_update(no_key=True).get(pk=opinion.pk)
    insist_on_seen(found, REPLY, seen)
    found.reply, found.replied_on, found.replied_by = reply, timezone.localdate(now), actor
    found.save(update_fields=["reply", "replied_on", "replied_by"])
    chain.record("group_committees.opinion_replied", actor=actor, subject=found, now=now, fields=["reply"])
    return found
