"""What stands on the page before a deed: what would open, to whom, what both agree on, what hinders it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from handoff.actors import Actor
from handoff.disclosure.enums import Part

from .access import hands_of, is_told, open_now, speaks_for_receiver, words_shown
from .enums import Consent, Deed, Hand, Side, State
from .models import Handoff, RoleItem
from .queries import facts_of
from .rules import NAMED_PEOPLE, TRANSITIONS, ActorFacts, HandoffFacts, deeds_of, hindrances, target_of
from .turn_words import Said, names_of, side_of, tells_whom, waited_for

# The days that both sides agree on with a deed: whoever says their word sees them.
SAID_WITH = {
    Deed.BEGIN_OVERLAP: {"overlap_until": "併走の終わり"},
    Deed.HAND_OVER: {"backup_until": "後方支援の終わり"},
}


@dataclass(frozen=True, kw_only=True)
class Cushion:
    """One deed, before it is done."""

    deed: Deed
    handoff: Handoff
    opens: Sequence[Part]
    closes: Sequence[Part]
    readers: Sequence[str]
    missing: Sequence[str]
    is_on_behalf: bool
    is_marked: bool
    needs_other: str
    said: str
    giver: str
    receiver: str
    tells: str
    target: State
    days: Sequence[tuple[str, date]]
    tasks: Sequence[tuple[RoleItem, str]]


def cushion_for(actor: Actor, handoff: Handoff, deed: Deed, *, today: date) -> Cushion | None:
    """Return what a deed would do, if it is this actor's to do from here; else None."""
    facts, hands = facts_of(handoff), hands_of(actor, handoff, today=today)
    acting = ActorFacts(user_id=actor.user.pk if actor.user else None, hands=hands, is_fresh=True)
    if deed not in deeds_of(facts, actor=acting):
        return None
    row, target = TRANSITIONS[deed], target_of(deed, facts)
    before = open_now(handoff, facts, today=today)
    paused = facts.state if target == State.PAUSED else None
    after = open_now(handoff, replace(facts, state=target, before_pause=paused), today=today)
    # Whoever accepts names the two people on this very page.
    asked_here = replace(facts, receivers_named=NAMED_PEOPLE) if deed == Deed.ACCEPT else facts
    receivers = handoff.receivers.filter(ended_on=None).select_related("person")
    side, names = side_of(handoff, row, hands), names_of(handoff)
    words = list(words_shown(handoff, hands).select_related("user__person"))
    said = Said(handoff=handoff, words=words, hands=hands, actor=actor)
    return Cushion(
        deed=deed,
        handoff=handoff,
        opens=[part for part in Part if part in after - before],
        closes=[part for part in Part if part in before - after],
        readers=[str(each) for each in receivers.order_by("place")],
        missing=[words for _, words in hindrances(deed, asked_here, today=today)],
        is_on_behalf=speaks_for_receiver(handoff, row, hands),
        is_marked=row.is_marked,
        needs_other="" if row.consent == Consent.ONE else waited_for(handoff, deed, side),
        said=said.already(deed),
        giver=names[Side.GIVER],
        receiver=names[Side.RECEIVER],
        tells=tells_whom(handoff, deed, side),
        target=target,
        days=_days(handoff, deed),
        tasks=_tasks(handoff, facts, hands, today=today) if row.consent == Consent.BOTH_SIDES else [],
    )


def _days(handoff: Handoff, deed: Deed) -> list[tuple[str, date]]:
    """Return the days for which a side says its word with a deed."""
    asked = [(label, getattr(handoff, name)) for name, label in SAID_WITH.get(deed, {}).items()]
    return [(label, day) for label, day in asked if day is not None]


def _tasks(
    handoff: Handoff, facts: HandoffFacts, hands: frozenset[Hand], *, today: date
) -> list[tuple[RoleItem, str]]:
    """Return the role table for which a side says its word, if it may read it now."""
    if Hand.GIVER not in hands and not is_told(handoff, facts, today=today):
        return []
    rows = list(handoff.items.all())
    for row in rows:
        row.handoff = handoff
    return [(row, row.unseal("what")) for row in rows]
