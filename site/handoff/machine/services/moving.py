"""The one way in which a hand-off moves: locked, judged, written, counted in the ledger, told."""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.utils import timezone

from foundation import jobs
from handoff.access import Opening, opened
from handoff.actors import Actor
from handoff.exceptions import ChangedMeanwhile, Refused, obey
from handoff.machine.access import hands_of, locked_handoff, open_now, speaks_for_receiver
from handoff.machine.enums import ENDED, Consent, Deed, Hand, Reason, Side, State
from handoff.machine.models import Confirmation, Handoff, Turn
from handoff.machine.queries import facts_of
from handoff.machine.reasons import CODES
from handoff.machine.rooms import turn_followers
from handoff.machine.rules import TRANSITIONS, ActorFacts, HandoffFacts, Transition, judge, target_of

from .due import due_day_of
from .ledger import keep_ledger_in_transaction
from .naming import Named, name_in_transaction

OLD_PAGE = "ほかの人が、先に進めました。新しい画面で、もう一度確かめてください。"
TELL = "handoff.machine.tell_turn"


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What a form says: which page it saw, its own key, and the words that the deed asks for.

    `told_by` says from whom of a receiver on paper, when and how; only then may the asking side write it.
    Whoever accepts may name at once who has it in hand.
    """

    seen: int
    key: UUID
    reason: str = ""
    code: str = ""
    told_by: str = ""
    receivers: tuple[Named, ...] = ()


def move(*, handoff_id: UUID, deed: Deed, answer: Answer, actor: Actor, now: datetime) -> Handoff:
    """Do a deed, or say one's own part of one that needs two. The same form sent again changes nothing.

    Raises Http404, ChangedMeanwhile for a page that is old, Refused with what hinders it.
    """
    today = timezone.localdate(now)
    with opened(actor, now=now) as opening:
        handoff = locked_handoff(actor, handoff_id, today=today)
        if handoff.turns.filter(form_key=answer.key).exists():
            return handoff
        if handoff.version != answer.seen:
            raise ChangedMeanwhile(OLD_PAGE)
        hands = hands_of(actor, handoff, today=today)
        if answer.receivers and deed == Deed.ACCEPT and hands & {Hand.RECEIVER, Hand.GIVER}:
            name_in_transaction(handoff, answer.receivers, actor=actor, now=now)
        facts = facts_of(handoff)
        acting = ActorFacts(
            user_id=actor.user.pk if actor.user else None, hands=hands, is_fresh=actor.is_fresh
        )
        obey(judge(deed, facts, actor=acting, today=today))
        row = TRANSITIONS[deed]
        for_receiver = speaks_for_receiver(handoff, row, hands)
        side = Side.RECEIVER if for_receiver else _side(row, hands)
        _insist_on_words(row, answer, for_receiver=for_receiver)
        if row.consent != Consent.ONE and not _is_second_word(handoff, row, side, actor, now=now):
            opening.note(f"machine.{deed}_confirmed", handoff)
            return handoff
        _turn(handoff, facts, row, answer, side=side, actor=actor, now=now)
        after = replace(
            facts,
            state=State(handoff.state),
            before_pause=State(handoff.before_pause) if handoff.before_pause else None,
        )
        keep_ledger_in_transaction(handoff, is_open=open_now(handoff, after, today=today), now=now)
        _note(opening, deed, handoff)
        for follow in turn_followers:
            follow(handoff, deed, answer.reason, opening)
    return handoff


def _side(row: Transition, hands: frozenset[Hand]) -> Side:
    """Return on which side somebody acts by their own hands."""
    if Hand.TIMER in hands:
        return Side.CLOCK
    giving = {Hand.GIVER, Hand.GIVER_LEAD, Hand.SECOND} & row.by & hands
    return Side.GIVER if giving else Side.RECEIVER


def _insist_on_words(row: Transition, answer: Answer, *, for_receiver: bool) -> None:
    if row.reason == Reason.WORDS and not answer.reason.strip():
        raise Refused("わけを書いてください。")
    if row.reason == Reason.CODED and answer.code not in CODES[row.deed]:
        raise Refused("理由を選んでください。")
    if for_receiver and not answer.told_by.strip():
        raise Refused("相手のだれから、いつ、どのように聞いたかを書いてください。")


def _is_second_word(handoff: Handoff, row: Transition, side: Side, actor: Actor, *, now: datetime) -> bool:
    """Write down this word; return whether the other one was said already, for this very version."""
    assert actor.user is not None
    said = handoff.confirmations.filter(deed=row.deed, version=handoff.version)
    others = said.exclude(side=side) if row.consent == Consent.BOTH_SIDES else said.exclude(user=actor.user)
    if others.exists():
        return True
    Confirmation.objects.get_or_create(
        handoff=handoff,
        deed=row.deed,
        version=handoff.version,
        side=side,
        user=actor.user,
        defaults={"at": now},
    )
    return False


def _turn(
    handoff: Handoff,
    facts: HandoffFacts,
    row: Transition,
    answer: Answer,
    *,
    side: Side,
    actor: Actor,
    now: datetime,
) -> None:
    target = target_of(row.deed, facts)
    turn = Turn(
        handoff=handoff,
        deed=row.deed,
        source=facts.state,
        target=target,
        version=handoff.version + 1,
        at=now,
        user=actor.user,
        side=side,
        code=answer.code,
        form_key=answer.key,
    )
    turn.seal(reason=answer.reason or None, told_by=answer.told_by or None)
    if not row.stays:
        handoff.before_pause = facts.state if target == State.PAUSED else ""
    handoff.state, handoff.version, handoff.changed_at = target, turn.version, now
    _stamp(handoff, row.deed, actor, now)
    handoff.due_on = due_day_of(handoff, today=timezone.localdate(now))
    handoff.save()
    turn.save(force_insert=True)
    jobs.defer(TELL, turn_id=str(turn.pk))


def _stamp(handoff: Handoff, deed: Deed, actor: Actor, now: datetime) -> None:
    """Write the moments that later rules and lists ask for."""
    if deed in (Deed.APPROVE, Deed.APPROVE_AFTER):
        handoff.approved_by, handoff.approved_at = actor.user, now
    if deed in (Deed.APPROVE, Deed.SEND_AT_ONCE):
        handoff.sent_at = now
    if deed == Deed.SEND_AT_ONCE:
        assert actor.user is not None
        # Whoever sends it at once answers for it, and so cannot be who approves it afterwards.
        handoff.author = actor.user
    if deed == Deed.ACKNOWLEDGE:
        handoff.acknowledged_at = now
    if deed in (Deed.ACCEPT, Deed.DECLINE):
        handoff.decided_at = now
    if deed == Deed.BEGIN_OVERLAP:
        handoff.overlap_from = timezone.localdate(now)
    if deed == Deed.BEGIN_HANDING:
        handoff.handing_since = now
    if deed == Deed.HAND_OVER:
        handoff.handed_over_at = now
    if handoff.state in ENDED and not TRANSITIONS[deed].stays:
        handoff.ended_at = now


def _note(opening: Opening, deed: Deed, handoff: Handoff) -> None:
    opening.note(f"machine.{deed}", handoff, ["state", "version"])
