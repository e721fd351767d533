"""What the page of one hand-off shows, put into words; it asks the rules and nothing else."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from foundation.centre.queries import current_centre
from foundation.japanese.dates import long_date
from handoff.actors import Actor
from handoff.disclosure.enums import Part
from handoff.disclosure.rules import basis_stands, safeguard_stands

from .due_rules import TURNS, Due, due_on
from .enums import BEING_WRITTEN, ENDED, RUNNING, Deed, Hand, ItemState, Side, State
from .inbox import OUR_CENTRE, sides_of
from .item_rules import may_become
from .models import Handoff, RoleItem, Turn
from .rules import ActorFacts, deeds_of, hindrances
from .services.reading import Reading
from .services.running import TOGETHER
from .together_forms import DAYS

# What is asked for first in each state; the rest stands beside it as quieter buttons.
FIRST = {
    State.DRAFT: Deed.SUBMIT,
    State.APPROVAL: Deed.APPROVE,
    State.REQUESTED: Deed.ACKNOWLEDGE,
    State.REVIEWING: Deed.ACCEPT,
    State.INFO: Deed.ANSWER,
    State.ACCEPTED: Deed.BEGIN_OVERLAP,
    State.OVERLAP: Deed.BEGIN_HANDING,
    State.HANDING: Deed.HAND_OVER,
    State.BACKUP: Deed.CLOSE,
    State.PAUSED: Deed.RESUME,
}
ASKING = {
    State.DRAFT: "書けたら、承認をたのんでください。",
    State.APPROVAL: "送ってよいか、確かめてください。",
    State.REQUESTED: "届きました。検討を始めてください。",
    State.REVIEWING: "受け入れるかどうか、返事をしてください。",
    State.INFO: "質問が届いています。答えてください。",
    State.ACCEPTED: "併走の準備をしてください。",
    State.OVERLAP: "帰住先が決まったら、引継ぎを始めてください。",
    State.HANDING: "役割を、ひとつずつ移してください。",
    State.BACKUP: "後方支援中です。",
    State.PAUSED: "中断しています。再開できるか、確かめてください。",
}


@dataclass(frozen=True, kw_only=True)
class PartLine:
    """One part in the list: open to this reader, or when it will be."""

    part: Part
    is_open: bool
    opens: str


@dataclass(frozen=True, kw_only=True)
class Check:
    """One thing that lets parts be told: whether it holds, and what to do where it does not."""

    name: str
    holds: bool
    words: str


@dataclass(frozen=True, kw_only=True)
class ItemLine:
    """One task of the role table, and the steps that this reader may take with it."""

    item: RoleItem
    what: str
    steps: Sequence[ItemState]


@dataclass(frozen=True, kw_only=True)
class HandoffPage:
    """Everything the page of a hand-off says."""

    asking: str
    is_turn: bool
    is_ended: bool
    due: Due | None
    first: Deed | None
    others: Sequence[Deed]
    missing: Sequence[str]
    parts: Sequence[PartLine]
    checks: Sequence[Check]
    turns: Sequence[Turn]
    items: Sequence[ItemLine]
    is_together: bool
    has_days: bool
    may_meet: bool
    may_rewrite: bool
    may_call: bool
    may_tell_at_once: bool
    may_review: bool
    main: str
    may_void: bool


def page_of(reading: Reading, actor: Actor, *, today: date) -> HandoffPage:
    """Return the page of a hand-off for whoever read it. One query, for the days of the centre."""
    handoff, facts = reading.handoff, reading.facts
    acting = ActorFacts(user_id=actor.user.pk if actor.user else None, hands=reading.hands, is_fresh=True)
    every = deeds_of(facts, actor=acting)
    deeds = [deed for deed in every if deed != Deed.VOID]
    first = FIRST.get(facts.state)
    first = first if first in deeds else None
    turn = TURNS.get(facts.state, frozenset()) & sides_of(actor, handoff)
    return HandoffPage(
        asking=ASKING.get(facts.state, ""),
        is_turn=bool(turn) and facts.state not in ENDED,
        is_ended=facts.state in ENDED,
        due=due_on(handoff.due_on, closures=current_centre().hours.closures, today=today),
        first=first,
        others=[deed for deed in deeds if deed != first],
        missing=[words for _, words in hindrances(first, facts, today=today)] if first else [],
        parts=_parts(reading),
        checks=_checks(reading, today=today),
        turns=reading.turns,
        items=_items(reading),
        is_together=facts.state in TOGETHER and bool(reading.hands & {Hand.GIVER, Hand.RECEIVER}),
        has_days=facts.state in DAYS and (facts.state != State.BACKUP or Hand.GIVER in reading.hands),
        may_call=handoff.sent_at is not None and bool({Hand.GIVER, Hand.GIVER_LEAD} & reading.hands),
        may_tell_at_once=Hand.GIVER_LEAD in reading.hands and facts.state != State.VOID,
        may_review=bool({Hand.GIVER_LEAD, Hand.SECOND} & reading.hands),
        main=_main(handoff),
        may_rewrite=facts.state in BEING_WRITTEN and Hand.GIVER in reading.hands,
        may_void=Deed.VOID in every,
        may_meet=(Hand.GIVER in reading.hands and facts.state in TOGETHER - RUNNING and not facts.was_met),
    )


def _main(handoff: Handoff) -> str:
    """Return who answers for the person's support now."""
    agency = handoff.performer if handoff.main_side == Side.RECEIVER else handoff.requester
    return agency.name if agency else OUR_CENTRE


def _items(reading: Reading) -> list[ItemLine]:
    sides = {Side.GIVER} if Hand.GIVER in reading.hands else set[Side]()
    sides |= {Side.RECEIVER} if Hand.RECEIVER in reading.hands else set()
    return [
        ItemLine(
            item=item,
            what=what,
            steps=[
                to
                for to in ItemState
                if may_become(
                    ItemState(item.state),
                    to,
                    now_side=Side(item.now_side),
                    next_side=Side(item.next_side),
                    sides=frozenset(sides),
                    way=reading.facts.way,
                    state_of_handoff=reading.facts.state,
                ).allowed
            ],
        )
        for item, what in reading.items
    ]


def _parts(reading: Reading) -> list[PartLine]:
    profile = reading.handoff.profile_steps
    return [
        PartLine(
            part=part,
            is_open=part in reading.open_parts,
            opens=profile[part].label if part in profile else "",
        )
        for part in Part
        if part in reading.facts.parts
    ]


def _checks(reading: Reading, *, today: date) -> list[Check]:
    facts, handoff = reading.facts, reading.handoff
    basis = basis_stands(facts.basis, parts=facts.parts, today=today)
    bound = safeguard_stands(facts.safeguard, category=facts.category, parts=facts.parts, today=today)
    basis_words = f"{long_date(facts.basis.until)}まで" if facts.basis else ""
    bound_words = facts.safeguard.kind.label if facts.safeguard else ""
    approved = handoff.approved_at is not None
    return [
        Check(
            name=facts.basis.kind.label if facts.basis else "本人の同意",
            holds=basis.allowed,
            words=basis.reason or basis_words,
        ),
        Check(name="個人情報の取り決め", holds=bound.allowed, words=bound.reason or bound_words),
        Check(name="もう一人の承認", holds=approved, words="" if approved else "まだ承認されていません。"),
    ]
