"""What partners tell of what they were given: that they hold nothing of it any more."""

from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.http import Http404
from django.utils import timezone

from handoff.access import opened
from handoff.actors import Actor
from handoff.exceptions import Refused
from handoff.models import AgencyCopy
from handoff.retention.access import destruction_for, keeps_records
from handoff.retention.enums import ReplyWay
from handoff.retention.models import Destruction, PartnerReply
from handoff.retention.queries import partners_of


def record_reply(
    *, destruction_id: UUID, agency_id: int, told_on: date, way: ReplyWay, actor: Actor, now: datetime
) -> PartnerReply:
    """Write down the day on which a partner told that it holds nothing more. Raises Http404, Refused."""
    with opened(actor, now=now) as opening:
        found, agency = _partner(destruction_id, agency_id, actor)
        if told_on > timezone.localdate(now):
            raise Refused("知らせのあった日は、今日までの日にしてください。")
        assert found.destroyed_at is not None
        if told_on < timezone.localdate(found.destroyed_at):
            raise Refused("知らせのあった日は、消去した日よりあとにしてください。")
        assert actor.user is not None
        try:
            with transaction.atomic():
                reply = PartnerReply.objects.create(
                    destruction=found,
                    agency=agency,
                    told_on=told_on,
                    way=way,
                    written_by=actor.user,
                    written_at=now,
                )
        except IntegrityError as error:
            raise Refused("この相手の確認は、もう書いてあります。") from error
        opening.note("retention.reply_written", reply, [way])
    return reply


def partners_to_ask(
    *, destruction_id: UUID, actor: Actor, now: datetime
) -> tuple[Destruction, list[AgencyCopy]]:
    """Return what was destroyed and whom to ask about it, for the letters. Raises Http404."""
    with opened(actor, now=now) as opening:
        found = destruction_for(actor, destruction_id)
        partners = partners_of(found)
        if not _is_told_of(found, actor) or not partners:
            raise Http404
        opening.note("retention.letters_printed", found)
    return found, partners


def _partner(destruction_id: UUID, agency_id: int, actor: Actor) -> tuple[Destruction, AgencyCopy]:
    found = destruction_for(actor, destruction_id)
    agency = next((each for each in partners_of(found) if each.pk == agency_id), None)
    if agency is None or not _is_told_of(found, actor):
        raise Http404
    return found, agency


def _is_told_of(found: Destruction, actor: Actor) -> bool:
    """Return whether partners are asked about it: of what was the centre's and is gone."""
    return found.destroyed_at is not None and found.agency_id is None and keeps_records(actor)
