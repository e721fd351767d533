"""The hand-off as a table: which deed leads from where to where, by whose hand, through which gates.

Source: anchors of the field (FHIR Task, SORMAS) and seeds 003 and 004 (依頼, 併走, 順次移行, 後方支援).
`judge` is the one function that decides; screens, services, jobs and tests ask it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from foundation.decision import YES, Decision, no
from handoff.disclosure.enums import Part, ReceiverCategory, Step
from handoff.disclosure.rules import (
    ONLY_WITH_REASON,
    BasisFacts,
    SafeguardFacts,
    basis_stands,
    safeguard_stands,
)
from handoff.safeguards.enums import Way

from .enums import (
    BEING_WRITTEN,
    MAY_END_EARLY,
    RUNNING,
    WAITING_FOR_ANSWER,
    Consent,
    Deed,
    Gate,
    Hand,
    Kind,
    Reason,
    Side,
    State,
)


@dataclass(frozen=True, kw_only=True)
class Transition:
    """One row of the table.

    Without a target the hand-off stays where it is, or goes back to where it was before the pause.
    `is_marked` deeds want the password again within five minutes.
    """

    deed: Deed
    sources: frozenset[State]
    target: State | None
    by: frozenset[Hand]
    gates: tuple[Gate, ...] = ()
    consent: Consent = Consent.ONE
    reason: Reason = Reason.NONE
    is_marked: bool = False
    stays: bool = False


def _row(
    deed: Deed, sources: frozenset[State] | State, target: State | None, *by: Hand, **more: object
) -> Transition:
    froms = frozenset({sources}) if isinstance(sources, State) else sources
    return Transition(deed=deed, sources=froms, target=target, by=frozenset(by), **more)  # type: ignore[arg-type]  # -- named fields of the row


_LEAVING = (Gate.SAFEGUARD, Gate.BASIS, Gate.OFFENCE_REASON)
TRANSITIONS: Mapping[Deed, Transition] = {
    row.deed: row
    for row in (
        _row(Deed.SUBMIT, State.DRAFT, State.APPROVAL, Hand.GIVER),
        _row(Deed.SEND_BACK, State.APPROVAL, State.DRAFT, Hand.GIVER_LEAD, reason=Reason.WORDS),
        _row(
            Deed.APPROVE, State.APPROVAL, State.REQUESTED, Hand.GIVER_LEAD, Hand.SECOND,
            gates=(*_LEAVING, Gate.SECOND_PERSON), is_marked=True,
        ),
        _row(
            Deed.SEND_AT_ONCE, BEING_WRITTEN, State.REQUESTED, Hand.GIVER,
            gates=(*_LEAVING, Gate.URGENT), reason=Reason.WORDS, is_marked=True,
        ),
        _row(
            Deed.APPROVE_AFTER, frozenset(State) - BEING_WRITTEN - {State.VOID}, None,
            Hand.GIVER_LEAD, Hand.SECOND,
            gates=(Gate.NOT_YET_APPROVED, Gate.SECOND_PERSON), is_marked=True, stays=True,
        ),
        _row(
            Deed.ACKNOWLEDGE, State.REQUESTED, State.REVIEWING, Hand.RECEIVER,
            gates=(Gate.SAFEGUARD, Gate.BASIS),
        ),
        _row(Deed.ASK, State.REVIEWING, State.INFO, Hand.RECEIVER, reason=Reason.WORDS),
        _row(Deed.ANSWER, State.INFO, State.REVIEWING, Hand.GIVER, gates=_LEAVING, reason=Reason.WORDS),
        _row(
            Deed.ACCEPT, State.REVIEWING, State.ACCEPTED, Hand.RECEIVER,
            gates=(Gate.SAFEGUARD, Gate.BASIS, Gate.RECEIVER_NAMED), is_marked=True,
        ),
        _row(Deed.DECLINE, WAITING_FOR_ANSWER, State.DECLINED, Hand.RECEIVER, reason=Reason.CODED),
        _row(
            Deed.BEGIN_OVERLAP, State.ACCEPTED, State.OVERLAP, Hand.GIVER, Hand.RECEIVER,
            gates=(Gate.SAFEGUARD, Gate.BASIS, Gate.MEETING, Gate.ROLE_TABLE, Gate.OVERLAP_END),
            consent=Consent.BOTH_SIDES, is_marked=True,
        ),
        _row(Deed.BEGIN_HANDING, State.OVERLAP, State.HANDING, Hand.GIVER, gates=(Gate.HOME_SETTLED,)),
        _row(
            Deed.HAND_OVER, State.HANDING, State.BACKUP, Hand.GIVER_LEAD, Hand.RECEIVER,
            gates=(Gate.SAFEGUARD, Gate.BASIS, Gate.ITEMS_SETTLED, Gate.MEETING, Gate.BACKUP_END),
            consent=Consent.BOTH_SIDES, is_marked=True,
        ),
        _row(
            Deed.CLOSE, State.BACKUP, State.CLOSED, Hand.GIVER_LEAD,
            gates=(Gate.LAST_REVIEW, Gate.PERSON_TOLD),
        ),
        _row(
            Deed.FINISH, frozenset({State.ACCEPTED, State.OVERLAP}), State.CLOSED, Hand.GIVER, Hand.RECEIVER,
            gates=(Gate.ENDS_EARLY,), reason=Reason.WORDS,
        ),
        _row(
            Deed.PAUSE, RUNNING, State.PAUSED, Hand.GIVER, Hand.GIVER_LEAD, Hand.RECEIVER, Hand.TIMER,
            reason=Reason.CODED,
        ),
        _row(Deed.RESUME, State.PAUSED, None, Hand.GIVER_LEAD, gates=(Gate.SAFEGUARD, Gate.BASIS)),
        _row(
            Deed.RETURN, RUNNING | {State.PAUSED}, State.RETURNED, Hand.GIVER_LEAD, Hand.RECEIVER,
            reason=Reason.CODED,
        ),
        _row(
            Deed.WITHDRAW, BEING_WRITTEN | WAITING_FOR_ANSWER, State.WITHDRAWN, Hand.GIVER, Hand.GIVER_LEAD,
            reason=Reason.WORDS,
        ),
        _row(Deed.EXPIRE, State.REQUESTED, State.EXPIRED, Hand.TIMER, gates=(Gate.NEVER_OPENED,)),
        _row(
            Deed.VOID, frozenset(State) - {State.VOID}, State.VOID, Hand.GIVER_LEAD, Hand.SECOND,
            consent=Consent.TWO_PEOPLE, reason=Reason.WORDS, is_marked=True,
        ),
    )
}  # fmt: skip
# Gates that no work of anybody opens: where one of them is shut, the deed is not offered at all.
WHAT_IT_IS = (Gate.URGENT, Gate.ENDS_EARLY, Gate.NOT_YET_APPROVED)
# Every receiving side has two named people, 主担当 and 副担当: nobody is a bottleneck on a sick day.
NAMED_PEOPLE = 2
# What the receiving side does is recorded by the asking side where the receiver is not here.
ON_BEHALF = frozenset({Way.PAPER, Way.REFERENCE})
# Steps that a state has behind it; a meeting is a step of its own, whenever it is held.
_STEPS_BEHIND: Mapping[State, frozenset[Step]] = {
    State.REQUESTED: frozenset({Step.SENT}),
    State.REVIEWING: frozenset({Step.SENT, Step.REVIEWING}),
    State.INFO: frozenset({Step.SENT, Step.REVIEWING}),
    State.ACCEPTED: frozenset({Step.SENT, Step.REVIEWING, Step.MEETING, Step.ACCEPTED}),
    State.OVERLAP: frozenset(Step),
    State.HANDING: frozenset(Step),
    State.BACKUP: frozenset(Step),
}


@dataclass(frozen=True, kw_only=True)
class HandoffFacts:
    """A hand-off as the rules see it; counts are of rows, days are local."""

    kind: Kind
    state: State
    way: Way
    category: ReceiverCategory
    parts: frozenset[Part]
    author_id: int
    before_pause: State | None = None
    has_offence_reason: bool = False
    is_urgent: bool = False
    is_approved: bool = False
    was_opened: bool = False
    was_met: bool = False
    receivers_named: int = 0
    meetings_held: int = 0
    meetings_since_handing: int = 0
    items_of_giver: int = 0
    items_of_receiver: int = 0
    items_open: int = 0
    overlap_until: date | None = None
    home_settled_on: date | None = None
    backup_until: date | None = None
    is_reviewed: bool = False
    is_person_told: bool = False
    safeguard: SafeguardFacts | None = None
    basis: BasisFacts | None = None


@dataclass(frozen=True, kw_only=True)
class ActorFacts:
    """Who acts: with whose hands, and whether the password was given within the last minutes."""

    user_id: int | None
    hands: frozenset[Hand]
    is_fresh: bool = False


def _when(held: bool, reason: str) -> Decision:
    return YES if held else no(reason)


def _bound(facts: HandoffFacts, today: date) -> Decision:
    return safeguard_stands(facts.safeguard, category=facts.category, parts=facts.parts, today=today)


def _role_table(facts: HandoffFacts, _: date) -> Decision:
    return _when(
        facts.items_of_giver > 0 and facts.items_of_receiver > 0,
        "役割分担に、両方の側のすることを1つ以上書いてください。",
    )


def _meeting(facts: HandoffFacts, _: date) -> Decision:
    held = facts.meetings_since_handing if facts.state == State.HANDING else facts.meetings_held
    return _when(
        held > 0, "合同支援会議を1回以上開いて、議事録を書き、もう片方の側に確かめてもらってください。"
    )


GATES: Mapping[Gate, Callable[[HandoffFacts, date], Decision]] = {
    Gate.SAFEGUARD: _bound,
    Gate.BASIS: lambda facts, today: basis_stands(facts.basis, parts=facts.parts, today=today),
    Gate.OFFENCE_REASON: lambda facts, _: _when(
        facts.has_offence_reason or not facts.parts & ONLY_WITH_REASON,
        "事件のあらましを渡すときは、なぜ要るかを書いてください。",
    ),
    Gate.URGENT: lambda facts, _: _when(
        facts.is_urgent, "承認をあとにできるのは、被疑者等支援でいそぐときだけです。"
    ),
    Gate.NOT_YET_APPROVED: lambda facts, _: _when(not facts.is_approved, "もう承認されています。"),
    Gate.RECEIVER_NAMED: lambda facts, _: _when(
        facts.receivers_named >= NAMED_PEOPLE, "受け取る側の主担当と副担当を、2人決めてください。"
    ),
    Gate.MEETING: _meeting,
    Gate.ROLE_TABLE: _role_table,
    Gate.OVERLAP_END: lambda facts, today: _when(
        facts.overlap_until is not None and facts.overlap_until > today,
        "併走の終わりの日を、明日よりあとに決めてください。",
    ),
    Gate.HOME_SETTLED: lambda facts, today: _when(
        facts.home_settled_on is not None and facts.home_settled_on <= today,
        "帰住先が決まった日と種類を書いてください。",
    ),
    Gate.ITEMS_SETTLED: lambda facts, _: _when(
        facts.items_open == 0, f"まだ移っていない役割が{facts.items_open}つあります。"
    ),
    Gate.BACKUP_END: lambda facts, today: _when(
        facts.backup_until is not None and facts.backup_until > today,
        "後方支援の終わりの日を、明日よりあとに決めてください。",
    ),
    Gate.LAST_REVIEW: lambda facts, _: _when(facts.is_reviewed, "最後のふりかえりを書いてください。"),
    Gate.PERSON_TOLD: lambda facts, _: _when(facts.is_person_told, "本人に話した日を書いてください。"),
    Gate.ENDS_EARLY: lambda facts, _: _when(
        facts.kind in MAY_END_EARLY, "この依頼は、併走と引継ぎを経て終わります。"
    ),
    Gate.NEVER_OPENED: lambda facts, _: _when(
        not facts.was_opened, "相手がもう開いています。人が終わらせるまで、閉じません。"
    ),
}  # fmt: skip


def hindrances(deed: Deed, facts: HandoffFacts, *, today: date) -> list[tuple[Gate, str]]:
    """Return the gates of a deed that are shut today, each with what to do about it, whoever asks.

    `Gate.SECOND_PERSON` depends on who asks and is left to `judge`.
    """
    decisions = ((gate, GATES[gate](facts, today)) for gate in TRANSITIONS[deed].gates if gate in GATES)
    return [(gate, decision.reason) for gate, decision in decisions if not decision.allowed]


def has_hand(transition: Transition, facts: HandoffFacts, actor: ActorFacts) -> bool:
    """Return whether the deed is this actor's: by their own hands, or for a receiver who is on paper."""
    if transition.by & actor.hands:
        return True
    return facts.way in ON_BEHALF and Hand.RECEIVER in transition.by and Hand.GIVER in actor.hands


def judge(deed: Deed, facts: HandoffFacts, *, actor: ActorFacts, today: date) -> Decision:
    """Return whether this actor may do the deed now; the reason is for the one who asked."""
    transition = TRANSITIONS[deed]
    if facts.state not in transition.sources:
        return no(f"いまは「{facts.state.label}」なので、「{deed.label}」はできません。")
    if not has_hand(transition, facts, actor):
        return no("この操作は、ほかの役割の方がします。")
    if transition.is_marked and not actor.is_fresh:
        return no("大切な操作なので、もう一度パスワードを入れてください。")
    if Gate.SECOND_PERSON in transition.gates and actor.user_id == facts.author_id:
        return no("書いた人とは別の人が承認します。")
    shut = hindrances(deed, facts, today=today)
    return no(shut[0][1]) if shut else YES


def target_of(deed: Deed, facts: HandoffFacts) -> State:
    """Return the state to which a deed leads. Raises ValueError for a pause that nobody began."""
    row = TRANSITIONS[deed]
    target = facts.state if row.stays else row.target or facts.before_pause
    if target is None:
        raise ValueError("nothing was paused")
    return target


def deeds_of(facts: HandoffFacts, *, actor: ActorFacts) -> list[Deed]:
    """Return what this actor's hands may do from here, in the order of the table.

    Gates that somebody can still open are left aside.
    """
    return [
        row.deed
        for row in TRANSITIONS.values()
        if facts.state in row.sources and has_hand(row, facts, actor) and _is_for(row, facts)
    ]


def _is_for(row: Transition, facts: HandoffFacts) -> bool:
    gates = [gate for gate in WHAT_IT_IS if gate in row.gates]
    return all(GATES[gate](facts, date.min).allowed for gate in gates)


def main_side(state: State, *, was_handed_over: bool) -> Side:
    """Return which side answers for the person's support: always exactly one (主たる担当).

    It changes when the last role was handed over, and back where the hand-off comes back or was a mistake.
    """
    is_back = state in (State.RETURNED, State.VOID)
    return Side.RECEIVER if was_handed_over and not is_back else Side.GIVER


def steps_reached(facts: HandoffFacts) -> frozenset[Step]:
    """Return the steps that were reached: none once it ended; a pause keeps them, to be read only."""
    state = facts.before_pause if facts.state == State.PAUSED and facts.before_pause else facts.state
    steps = _STEPS_BEHIND.get(state, frozenset())
    return steps | {Step.MEETING} if facts.was_met and Step.REVIEWING in steps else steps
