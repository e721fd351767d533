"""Telephone calls about a hand-off whose limit has passed; noting one never waits for anybody."""

from datetime import datetime
from uuid import UUID

from django.http import Http404
from django.utils import timezone

from handoff.access import opened
from handoff.actors import Actor
from handoff.exceptions import Refused
from handoff.machine.access import handoff_for, hands_of
from handoff.machine.enums import Hand
from handoff.machine.models import Call


def note_call(*, handoff_id: UUID, words: str, actor: Actor, now: datetime) -> Call:
    """Write down with whom of the other side it was spoken, and what was said. Raises Http404, Refused."""
    today = timezone.localdate(now)
    with opened(actor, now=now) as opening:
        handoff = handoff_for(actor, handoff_id, today=today)
        if not {Hand.GIVER, Hand.GIVER_LEAD} & hands_of(actor, handoff, today=today):
            raise Http404
        if handoff.sent_at is None:
            raise Refused("まだ送っていません。")
        call = Call(handoff=handoff, at=now, user=actor.user)
        call.seal(words=words)
        call.save(force_insert=True)
        opening.note("machine.called", call)
    return call
