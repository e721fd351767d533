"""Verbs of advice: give one, write what the centre did with it, and what came of it."""

from datetime import datetime
from uuid import UUID

from django.db.models import Max
from django.utils import timezone

from accounts.models import Person
from foundation.transactions import lock_name_in_transaction
from handoff.access import opened
from handoff.actors import Actor
from handoff.exceptions import Refused
from handoff.sittings.access import advice_for_keeper, item_for, keeps_item, papers_for
from handoff.sittings.enums import SHOWN, ItemState, Response
from handoff.sittings.models import Advice, Sitting
from handoff.sittings.rules import needs_reason


def give_advice(*, item_id: UUID, text: str, given_by: Person | None, actor: Actor, now: datetime) -> Advice:
    """Write down an advice on a case: staff as it was said, a member their own while the papers are open.

    Raises Http404, Refused.
    """
    assert actor.user is not None
    today = timezone.localdate(now)
    with opened(actor, now=now) as opening:
        item = item_for(actor, item_id, today=today)
        if not keeps_item(actor, item, today=today):
            if not papers_for(actor, today=today).filter(item=item).exists():
                raise Refused("資料が閉じているので、書けません。センターにお電話ください。")
            given_by = actor.user.person
        if item.sitting.state not in SHOWN or item.state in (ItemState.ENDED, ItemState.TAKEN_OFF):
            raise Refused("資料を配布してから、このケースが終わるまでの間に書けます。")
        lock_name_in_transaction(f"sittings.advice:{item.pk}")
        last = item.advice.aggregate(last=Max("number"))["last"] or 0
        advice = Advice(item=item, number=last + 1, given_by=given_by, given_at=now)
        advice.seal(text=text)
        advice.save(force_insert=True)
        opening.note("sittings.advised", advice, ["text"])
    return advice


def respond(*, advice_id: UUID, response: Response, reason: str, actor: Actor, now: datetime) -> Advice:
    """Write what the centre did with an advice; a reason wherever it was not taken as given.

    Raises Http404, Refused.
    """
    if needs_reason(response) and not reason:
        raise Refused("そのまま取り入れなかったわけを書いてください。")
    with opened(actor, now=now) as opening:
        advice = advice_for_keeper(actor, advice_id, today=timezone.localdate(now))
        advice.response, advice.responded_by, advice.responded_at = response, actor.user, now
        advice.seal(reason=reason or None)
        advice.save(update_fields=["response", "responded_by", "responded_at", "reason"])
        opening.note("sittings.responded", advice, ["response", "reason"])
    return advice


def note_effect(
    *, advice_id: UUID, effect: str, next_sitting: Sitting | None, actor: Actor, now: datetime
) -> Advice:
    """Write what came of an advice, and at which sitting it is looked at again. Raises Http404, Refused."""
    with opened(actor, now=now) as opening:
        advice = advice_for_keeper(actor, advice_id, today=timezone.localdate(now))
        if not advice.response:
            raise Refused("先に、どうしたかを書いてください。")
        advice.effect_at, advice.next_sitting = now, next_sitting
        advice.seal(effect=effect)
        advice.save(update_fields=["effect", "effect_at", "next_sitting"])
        opening.note("sittings.effect_noted", advice, ["effect"])
    return advice
