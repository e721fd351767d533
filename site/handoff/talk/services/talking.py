"""Verbs of the thread: say something, inside or to the other side, and note what was heard on paper."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.http import Http404
from django.utils import timezone

from foundation import jobs
from handoff.access import opened
from handoff.actors import Actor
from handoff.days import may_have_been
from handoff.exceptions import Refused, obey
from handoff.machine.access import handoff_for
from handoff.machine.enums import ENDED, Side
from handoff.machine.models import Handoff
from handoff.machine.rules import ON_BEHALF
from handoff.talk.access import hears, voice_of
from handoff.talk.enums import Audience, HeardBy
from handoff.talk.models import Message

TELL = "handoff.talk.tell_message"
OVER = "この引継ぎは終わったので、もう書けません。"
NOT_NOW = "まだ送っていないか、同意か取り決めが、いま有効ではないので、相手に見せられません。"


@dataclass(frozen=True, kw_only=True)
class Heard:
    """Who of a receiver on paper said something, when and how."""

    who: str
    on: date
    how: HeardBy


def say(
    *, handoff_id: UUID, words: str, audience: Audience, form_key: UUID, actor: Actor, now: datetime
) -> Message:
    """Write a message; the other side is told by mail, without a word of it, that a shared one waits.

    The same form sent again gives the message of the first time. Raises Http404, Refused.
    """
    assert actor.user is not None
    with opened(actor, now=now) as opening:
        handoff, side = _spoken_in(handoff_id, actor, now)
        if known := handoff.messages.filter(form_key=form_key).first():
            return known
        is_shared = audience == Audience.SHARED or side == Side.RECEIVER
        if is_shared and not hears(handoff, today=timezone.localdate(now)):
            raise Refused(NOT_NOW)
        message = Message(
            handoff=handoff,
            audience=Audience.SHARED if is_shared else Audience.INSIDE,
            side=side,
            author=actor.user,
            at=now,
            form_key=form_key,
        )
        message.seal(words=words)
        message.save(force_insert=True)
        opening.note("talk.said", message, [message.audience])
        if is_shared:
            jobs.defer(TELL, message_id=str(message.pk))
    return message


def note_heard(
    *, handoff_id: UUID, words: str, heard: Heard, form_key: UUID, actor: Actor, now: datetime
) -> Message:
    """Write down what a receiver on paper said; nobody is told. Raises Http404, Refused."""
    assert actor.user is not None
    with opened(actor, now=now) as opening:
        handoff, side = _spoken_in(handoff_id, actor, now)
        if known := handoff.messages.filter(form_key=form_key).first():
            return known
        if side != Side.GIVER or handoff.way_of not in ON_BEHALF or handoff.sent_at is None:
            raise Refused("聞いたことを書けるのは、紙でやりとりする相手に、送ったあとだけです。")
        obey(may_have_been(heard.on, today=timezone.localdate(now), what="聞いた日"))
        message = Message(
            handoff=handoff,
            audience=Audience.SHARED,
            side=Side.RECEIVER,
            author=actor.user,
            at=now,
            told_on=heard.on,
            told_how=heard.how,
            form_key=form_key,
        )
        message.seal(words=words, told_by=heard.who)
        message.save(force_insert=True)
        opening.note("talk.heard", message, [heard.how])
    return message


def _spoken_in(handoff_id: UUID, actor: Actor, now: datetime) -> tuple[Handoff, Side]:
    """Return a locked hand-off in which this actor speaks, and for which side. Raises Http404, Refused."""
    today = timezone.localdate(now)
    found = handoff_for(actor, handoff_id, today=today)
    rows = Handoff.objects.select_for_update(of=("self",))
    handoff = rows.select_related("basis", "safeguard", "performer").get(pk=found.pk)
    side = voice_of(actor, handoff, today=today)
    if side is None:
        raise Http404
    if handoff.state in ENDED:
        raise Refused(OVER)
    return handoff, side
