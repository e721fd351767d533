"""Facts of the hand-off's rules as tests need them: everything in order, and one thing changed."""

from dataclasses import replace
from datetime import date, timedelta

from handoff.disclosure.enums import BasisKind, BasisState, Part, ReceiverCategory, SafeguardKind
from handoff.disclosure.rules import BasisFacts, SafeguardFacts
from handoff.machine.enums import Kind, State
from handoff.machine.rules import HandoffFacts
from handoff.safeguards.enums import Way

TODAY = date(2026, 11, 28)
AUTHOR = 1
EVERYTHING = frozenset(Part)
WITHOUT_OFFENCE = EVERYTHING - {Part.OFFENCE}


def a_safeguard(**changes):
    facts = SafeguardFacts(
        kind=SafeguardKind.AGREEMENT,
        is_confirmed=True,
        covers=EVERYTHING,
        since=TODAY - timedelta(days=30),
        until=TODAY + timedelta(days=30),
    )
    return replace(facts, **changes)


def a_basis(**changes):
    facts = BasisFacts(
        kind=BasisKind.CONSENT,
        state=BasisState.ACTIVE,
        names_receiver=True,
        covers=EVERYTHING,
        since=TODAY - timedelta(days=30),
        until=TODAY + timedelta(days=30),
        has_evidence=True,
        is_explained=True,
        is_approved=False,
    )
    return replace(facts, **changes)


def some_facts(state=State.DRAFT, **changes):
    """Return a hand-off in this state with every gate open."""
    facts = HandoffFacts(
        kind=Kind.COORDINATION,
        state=state,
        way=Way.HERE,
        category=ReceiverCategory.MUNICIPALITY,
        parts=WITHOUT_OFFENCE,
        author_id=AUTHOR,
        before_pause=State.OVERLAP if state == State.PAUSED else None,
        is_urgent=True,
        receivers_named=2,
        meetings_held=1,
        meetings_since_handing=1,
        items_of_giver=1,
        items_of_receiver=1,
        overlap_until=TODAY + timedelta(days=90),
        home_settled_on=TODAY,
        backup_until=TODAY + timedelta(days=180),
        is_reviewed=True,
        is_person_told=True,
        safeguard=a_safeguard(),
        basis=a_basis(),
    )
    return replace(facts, **changes)
