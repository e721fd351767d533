"""What the page of one hand-off shows, put into words; it asks the rules and nothing else."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from foundation.japanese.dates import long_date
from handoff.actors import Actor
from handoff.answers import address
from handoff.disclosure.enums import Part
from handoff.disclosure.rules import basis_stands, safeguard_stands

from .due_rules import Due
from .enums import BEING_WRITTEN, ENDED, RUNNING, SETTLED_ITEMS, Deed, Gate, Hand, ItemState, Side, State
from .item_rules import may_become
from .models import Confirmation, RoleItem, Turn
from .rules import ON_BEHALF, ActorFacts, deeds_of, hindrances, steps_reached
from .services.reading import Reading
from .services.running import TOGETHER
from .together_forms import DAYS
from .turn_words import Said, heading, names_of

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
# Where what is missing is written.
WHERE = {
    Gate.RECEIVER_NAMED: "receivers",
    Gate.MEETING: "support_meetings",
    Gate.ROLE_TABLE: "items",
    Gate.OVERLAP_END: "days",
    Gate.HOME_SETTLED: "days",
    Gate.BACKUP_END: "days",
    Gate.PERSON_TOLD: "days",
    Gate.LAST_REVIEW: "reviews",
}


@dataclass(frozen=True, kw_only=True)
class PartLine:
    """One part in the list: open to this reader or not, and in words to whom it is, or when it will be."""

    part: Part
    is_open: bool
    words: str


@dataclass(frozen=True, kw_only=True)
class Check:
    """One thing that lets parts be told: whether it holds, and what to do where it does not."""

    name: str
    holds: bool
    words: str


@dataclass(frozen=True, kw_only=True)
class ItemLine:
    """One task of the role table: who has it, and the steps that this reader may take with it."""

    item: RoleItem
    what: str
    now: str
    then: str
    until: date | None
    steps: Sequence[ItemState]


@dataclass(frozen=True, kw_only=True)
class Missing:
    """Something that is needed first, and where it is done, if it is this reader's to do."""

    words: str
    address: str


@dataclass(frozen=True, kw_only=True)
class TurnLine:
    """One thing that happened: a deed, or the word of one of the two whom it needs."""

    at: datetime
    words: str
    who: str


@dataclass(frozen=True, kw_only=True)
class HandoffPage:
    """Everything the page of a hand-off says."""

    heading: str
    half_said: str
    void_said: str
    giver: str
    receiver: str
    sees_case: bool
    is_turn: bool
    is_ended: bool
    due: Due | None
    first: Deed | None
    others: Sequence[Deed]
    missing: Sequence[Missing]
    parts: Sequence[PartLine]
    checks: Sequence[Check]
    turns: Sequence[TurnLine]
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
    said = Said(handoff=handoff, words=reading.words, hands=reading.hands, actor=actor)
    deeds = [deed for deed in every if deed != Deed.VOID and not said.already(deed)]
    wanted = FIRST.get(facts.state)
    first = wanted if wanted in deeds else None
    names = names_of(handoff)
    is_together = facts.state in TOGETHER and bool(reading.hands & {Hand.GIVER, Hand.RECEIVER})
    return HandoffPage(
        heading=heading(
            facts.state,
            first=first,
            said=said.already(wanted) if wanted else "",
            is_turn=reading.line.is_turn,
            for_paper=facts.way in ON_BEHALF and Hand.RECEIVER not in reading.hands,
            asks=reading.line.asks_lead,
        ),
        half_said=said.half(first) if first else "",
        void_said=said.already(Deed.VOID) or said.half(Deed.VOID),
        giver=names[Side.GIVER],
        receiver=names[Side.RECEIVER],
        sees_case=Hand.GIVER in reading.hands,
        is_turn=reading.line.is_turn and facts.state not in ENDED,
        is_ended=facts.state in ENDED,
        due=reading.line.due,
        first=first,
        others=[deed for deed in deeds if deed != first],
        missing=_missing(first, reading, today=today, is_together=is_together) if first else [],
        parts=_parts(reading, names[Side.RECEIVER]),
        checks=_checks(reading, today=today),
        turns=_turns(reading),
        items=_items(reading, is_together=is_together),
        is_together=is_together,
        has_days=_has_days(reading),
        may_call=handoff.sent_at is not None and bool({Hand.GIVER, Hand.GIVER_LEAD} & reading.hands),
        may_tell_at_once=Hand.GIVER_LEAD in reading.hands and facts.state != State.VOID,
        may_review=bool({Hand.GIVER_LEAD, Hand.SECOND} & reading.hands),
        main=names[handoff.main_side],
        may_rewrite=facts.state in BEING_WRITTEN and Hand.GIVER in reading.hands,
        may_void=Deed.VOID in every and not said.already(Deed.VOID),
        may_meet=(Hand.GIVER in reading.hands and facts.state in TOGETHER - RUNNING and not facts.was_met),
    )


def _has_days(reading: Reading) -> bool:
    state = reading.facts.state
    return state in DAYS and (state != State.BACKUP or Hand.GIVER in reading.hands)


def _missing(first: Deed, reading: Reading, *, today: date, is_together: bool) -> list[Missing]:
    """Return what hinders a deed still, each with the page on which this reader does something about it."""
    pk = reading.handoff.pk
    found = []
    for gate, words in hindrances(first, reading.facts, today=today):
        name = WHERE.get(gate, "")
        may_go = is_together and (name != "days" or _has_days(reading))
        found.append(Missing(words=words, address=address(name, pk) if name and may_go else ""))
    return found


def _turns(reading: Reading) -> list[TurnLine]:
    """Return what happened, in its order; what a receiver on paper said was written by somebody else."""
    is_paper = reading.handoff.way_of in ON_BEHALF
    # A word bears the version for which it was said; the turn that follows makes the next one.
    rows: list[tuple[Turn | Confirmation, str]] = [(turn, turn.get_deed_display()) for turn in reading.turns]
    rows += [(word, f"{word.get_deed_display()}：確認") for word in reading.words]
    rows.sort(key=lambda each: (each[0].at, each[0].version))
    return [TurnLine(at=row.at, words=words, who=_who(row, is_paper=is_paper)) for row, words in rows]


def _who(row: Turn | Confirmation, *, is_paper: bool) -> str:
    if row.user is None:
        return ""
    name = row.user.person.name
    if is_paper and row.side == Side.RECEIVER:
        return f"{row.get_side_display()}から聞いて、{name}が書きました"
    return f"{name}（{row.get_side_display()}）"


def _items(reading: Reading, *, is_together: bool) -> list[ItemLine]:
    sides = {Side.GIVER} if Hand.GIVER in reading.hands else set[Side]()
    sides |= {Side.RECEIVER} if Hand.RECEIVER in reading.hands else set()
    return [
        ItemLine(
            item=item,
            what=what,
            now=Side(item.next_side if item.state == ItemState.MOVED else item.now_side).label,
            then="" if item.state == ItemState.MOVED else Side(item.next_side).label,
            until=None if item.state in SETTLED_ITEMS else item.both_until,
            steps=[
                to
                for to in ItemState
                if is_together
                and may_become(
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


def _parts(reading: Reading, receiver: str) -> list[PartLine]:
    return [
        PartLine(
            part=part,
            is_open=part in reading.open_parts,
            words=_opening(part, reading, "" if reading.is_receiver_only else f"{receiver}に"),
        )
        for part in Part
        if part in reading.facts.parts
    ]


def _opening(part: Part, reading: Reading, to_whom: str) -> str:
    """Say to whom a part is open, or when it will be; to the receiver without its own name."""
    profile = reading.handoff.profile_steps
    topic = f"{to_whom}は、" if to_whom else ""
    if part in reading.open_to_receiver:
        is_paper = reading.facts.way in ON_BEHALF
        words = f"{to_whom}{'、渡せます' if is_paper else '開いています'}。"
        return words if to_whom else "読めます。読むと、記録されます。"
    if reading.facts.state in ENDED:
        return f"{topic}閉じました。" if reading.handoff.sent_at else f"{topic}開きませんでした。"
    if part not in profile:
        return f"{topic}開きません。"
    if profile[part] in steps_reached(reading.facts):
        return f"{topic}いまは、閉じています。"
    return f"{topic}{profile[part].label}に開きます。"


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
