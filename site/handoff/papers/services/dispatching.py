"""Parcels of papers: written down as they leave, and once more when their receipt is back."""

from datetime import date, datetime
from uuid import UUID

from django.utils import timezone

from handoff.access import opened
from handoff.actors import Actor
from handoff.exceptions import Refused, obey
from handoff.papers.access import dispatch_for, given_handoff
from handoff.papers.enums import Travel
from handoff.papers.models import PaperDispatch
from handoff.papers.rules import may_receive, may_send


def write_dispatch(
    *,
    handoff_id: UUID,
    travel: Travel,
    sent_on: date,
    tracking: str,
    taken_by: str,
    actor: Actor,
    now: datetime,
) -> PaperDispatch:
    """Write down that papers left, how and when. Raises Http404, Refused."""
    today = timezone.localdate(now)
    with opened(actor, now=now) as opening:
        handoff = given_handoff(actor, handoff_id, today=today)
        if handoff.sent_at is None:
            raise Refused("承認されて、送ってからです。")
        obey(may_send(travel=travel, sent_on=sent_on, tracking=tracking, today=today))
        dispatch = PaperDispatch(
            handoff=handoff, travel=travel, sent_on=sent_on, written_by=actor.user, written_at=now
        )
        dispatch.seal(tracking=tracking.strip() or None, taken_by=taken_by.strip() or None)
        dispatch.save(force_insert=True)
        opening.note("papers.sent", dispatch, ["travel", "sent_on"])
    return dispatch


def note_receipt(
    *, dispatch_id: UUID, received_on: date, received_by: str, actor: Actor, now: datetime
) -> PaperDispatch:
    """Write down that the signed 受領書 is back. Raises Http404, Refused."""
    today = timezone.localdate(now)
    with opened(actor, now=now) as opening:
        found = dispatch_for(actor, dispatch_id, today=today)
        rows = PaperDispatch.objects.select_for_update(of=("self",)).select_related("handoff")
        dispatch = rows.get(pk=found.pk)
        obey(
            may_receive(
                sent_on=dispatch.sent_on,
                received_on=received_on,
                is_received=dispatch.received_on is not None,
                today=today,
            )
        )
        dispatch.received_on, dispatch.noted_by, dispatch.noted_at = received_on, actor.user, now
        dispatch.seal(received_by=received_by)
        dispatch.save(update_fields=["received_on", "received_by", "noted_by", "noted_at"])
        opening.note("papers.received", dispatch, ["received_on"])
    return dispatch
