"""The other side of a shared message is told by mail that something waits, once for each person."""

from datetime import datetime
from uuid import UUID

from handoff.access import opened
from handoff.actors import CLOCK
from handoff.machine.enums import Side
from handoff.machine.services.telling import people_of
from handoff.talk.models import Message
from handoff.waiting_mail import tell_in_transaction


def tell_message(*, message_id: UUID, now: datetime) -> int:
    """Queue a mail to each person of the other side; again it queues nothing. Returns how many."""
    with opened(CLOCK, now=now):
        message = Message.objects.select_related("handoff").get(pk=message_id)
        others = {Side.GIVER, Side.RECEIVER} - {Side(message.side)}
        people = people_of(message.handoff, others, but=message.author, now=now)
        for person in people:
            tell_in_transaction(person, cause=f"talk.message:{message.pk}", now=now)
    return len(people)
