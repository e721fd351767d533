"""Which messages somebody reads, and with whose voice they speak in a hand-off."""

from datetime import date

from django.db.models import QuerySet

from handoff.actors import Actor
from handoff.machine.access import hands_of, is_told
from handoff.machine.enums import Hand, Side
from handoff.machine.models import Handoff
from handoff.machine.queries import facts_of

from .enums import Audience
from .models import Message


def voice_of(actor: Actor, handoff: Handoff, *, today: date) -> Side | None:
    """Return for which side somebody reads and writes here; None for whoever only sees that it is there."""
    hands = hands_of(actor, handoff, today=today)
    if Hand.GIVER in hands:
        return Side.GIVER
    return Side.RECEIVER if Hand.RECEIVER in hands else None


def hears(handoff: Handoff, *, today: date) -> bool:
    """Return whether the receiver reads messages now: while it goes on, on a footing that stands today."""
    return is_told(handoff, facts_of(handoff), today=today)


def messages_for(voice: Side | None, handoff: Handoff, *, today: date) -> QuerySet[Message]:
    """Return the messages that a side reads now: its own side all, the receiver what is shared with it."""
    messages = Message.objects.filter(handoff=handoff)
    if voice == Side.GIVER:
        return messages
    if voice == Side.RECEIVER and hears(handoff, today=today):
        return messages.filter(audience=Audience.SHARED)
    return messages.none()
