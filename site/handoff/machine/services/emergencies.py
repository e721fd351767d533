"""Telling at once, without consent, safeguard or approval, what saves somebody from harm (break-glass)."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.http import Http404
from django.utils import timezone

from foundation.transactions import assert_in_transaction
from handoff.access import opened
from handoff.actors import Actor
from handoff.disclosure.enums import BasisKind, Part
from handoff.exceptions import Refused
from handoff.machine.access import emergency_for, handoff_for, hands_of
from handoff.machine.enums import Hand, Provision, State, ToldHow
from handoff.machine.models import Emergency, Handoff
from handoff.machine.models.emergency import LASTS
from handoff.machine.queries import parts_of
from handoff.waiting_mail import reachable, tell_in_transaction

from .ledger import write_in_ledger_in_transaction
from .telling import leaders_of, privacy_officers


@dataclass(frozen=True, kw_only=True)
class Telling:
    """What a lead tells at once, to whom, how, on which ground and why; `key` is that of the form."""

    ground: BasisKind
    parts: frozenset[Part]
    how: ToldHow
    told_to: str
    reason: str
    key: UUID


def tell_in_emergency(*, handoff_id: UUID, telling: Telling, actor: Actor, now: datetime) -> Emergency:
    """Write down that parts are told at once; the ledger has them, and others are told to look at it.

    The same form sent again changes nothing. Raises Http404, Refused.
    """
    today = timezone.localdate(now)
    with opened(actor, now=now) as opening:
        found = handoff_for(actor, handoff_id, today=today)
        if Hand.GIVER_LEAD not in hands_of(actor, found, today=today):
            raise Http404
        handoff = Handoff.objects.select_for_update(of=("self",)).select_related("basis").get(pk=found.pk)
        known = Emergency.objects.filter(form_key=telling.key, handoff=handoff).first()
        if known is not None:
            return known
        _insist(handoff, telling, actor)
        emergency = Emergency(
            handoff=handoff,
            ground=telling.ground,
            parts=[part for part in Part if part in telling.parts],
            how=telling.how,
            by=actor.user,
            at=now,
            until=now + LASTS,
            form_key=telling.key,
        )
        emergency.seal(told_to=telling.told_to, reason=telling.reason)
        emergency.save(force_insert=True)
        told = [(Provision.TOLD, part) for part in Part if part in telling.parts]
        write_in_ledger_in_transaction(handoff, told, now=now, emergency=telling.ground)
        _tell_others_in_transaction(emergency, now=now)
        opening.note("machine.told_in_emergency", emergency, telling.parts)
    return emergency


def review_emergency(
    *, handoff_id: UUID, emergency_id: UUID, words: str, actor: Actor, now: datetime
) -> None:
    """Write down what another person found when looking at it afterwards. Raises Http404, Refused."""
    assert actor.user is not None
    with opened(actor, now=now) as opening:
        found = emergency_for(actor, handoff_id, emergency_id, today=timezone.localdate(now), is_locked=True)
        if found.by_id == actor.user.pk:
            raise Refused("知らせた人とは別の人が確かめます。")
        if found.reviewed_at is not None:
            raise Refused("もう確かめてあります。")
        found.reviewed_by, found.reviewed_at = actor.user, now
        found.seal(review=words)
        found.save(update_fields=["reviewed_by", "reviewed_at", "review"])
        opening.note("machine.emergency_reviewed", found)


def _insist(handoff: Handoff, telling: Telling, actor: Actor) -> None:
    if not actor.is_fresh:
        raise Refused("大切な操作なので、もう一度パスワードを入れてください。")
    if handoff.state == State.VOID:
        raise Refused("誤登録のものからは、知らせられません。")
    if not telling.parts or not telling.parts <= parts_of(handoff):
        raise Refused("知らせるものを、書いてある書類から選んでください。")


def _tell_others_in_transaction(emergency: Emergency, *, now: datetime) -> None:
    """Let whoever may look at it afterwards know that something waits."""
    assert_in_transaction("tell_others")
    reviewers = leaders_of(emergency.handoff, now=now) | privacy_officers(now=now)
    for person in reachable(reviewers, but=emergency.by, now=now):
        tell_in_transaction(person, cause=f"machine.emergency:{emergency.pk}", now=now)
