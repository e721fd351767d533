"""What the rules need to know of a hand-off, read anew each time: no count is kept anywhere."""

from collections.abc import Mapping
from uuid import UUID

from django.db.models import QuerySet

from handoff.disclosure.enums import Part, ReceiverCategory
from handoff.disclosure.rules import BasisFacts, SafeguardFacts

from .enums import SETTLED_ITEMS, Kind, Provision, Side, State
from .models import Handoff, PackagePart, ProvisionRecord
from .rules import HandoffFacts


def package_of(handoff: Handoff) -> QuerySet[PackagePart]:
    """Return the parts of a hand-off in the order of the list of parts."""
    return PackagePart.objects.filter(handoff=handoff)


def facts_of(handoff: Handoff) -> HandoffFacts:
    """Return a hand-off as the rules see it. Seven queries, however much belongs to it."""
    items = list(handoff.items.values_list("state", "now_side"))
    confirmed = handoff.meetings.filter(confirmed_at__isnull=False)
    meetings = list(confirmed.values_list("held_at", flat=True))
    handing = handoff.handing_since
    return HandoffFacts(
        kind=Kind(handoff.kind),
        state=State(handoff.state),
        way=handoff.way_of,
        category=ReceiverCategory(handoff.category),
        parts=parts_of(handoff),
        author_id=handoff.author_id,
        before_pause=State(handoff.before_pause) if handoff.before_pause else None,
        has_offence_reason=handoff.offence_reason is not None,
        is_urgent=handoff.is_suspect_support,
        is_approved=handoff.approved_at is not None,
        was_opened=handoff.opened_at is not None,
        was_met=handoff.met_at is not None,
        receivers_named=handoff.receivers.filter(ended_on=None).count(),
        meetings_held=len(meetings),
        meetings_since_handing=sum(1 for held in meetings if handing is not None and held >= handing),
        items_of_giver=sum(1 for _, side in items if side == Side.GIVER),
        items_of_receiver=sum(1 for _, side in items if side == Side.RECEIVER),
        items_open=sum(1 for state, _ in items if state not in SETTLED_ITEMS),
        overlap_until=handoff.overlap_until,
        home_settled_on=handoff.home_settled_on,
        backup_until=handoff.backup_until,
        is_reviewed=handoff.reviewed_on is not None,
        is_person_told=handoff.person_told_on is not None,
        safeguard=safeguard_facts(handoff),
        basis=basis_facts(handoff),
    )


def parts_of(handoff: Handoff) -> frozenset[Part]:
    """Return which parts were packed, whoever asks: the titles are no secret, the contents are."""
    return frozenset(Part(each) for each in handoff.packed)


def safeguard_facts(handoff: Handoff) -> SafeguardFacts | None:
    """Return what binds the receiver, unless it binds somebody else or is for another hand-off."""
    safeguard = handoff.safeguard
    if safeguard is None or safeguard.agency_id != handoff.performer_id:
        return None
    return safeguard.facts if safeguard.serves(handoff.reference) else None


def basis_facts(handoff: Handoff) -> BasisFacts | None:
    """Return the legal basis for this receiver, unless it is one of another case."""
    basis = handoff.basis
    if basis is None or basis.case_id != handoff.case_id:
        return None
    named = frozenset(basis.receivers.values_list("agency_id", flat=True))
    return basis.facts(receiver_id=handoff.performer_id, receivers=named)


def open_in_ledger(handoff: Handoff) -> frozenset[Part]:
    """Return which parts the ledger says are open: those whose last record is not that they were closed."""
    records = handoff.provisions.filter(kind__in=(Provision.OPENED, Provision.CLOSED)).order_by("number")
    last = dict(records.values_list("part", "kind"))
    return frozenset(Part(part) for part, kind in last.items() if kind == Provision.OPENED)


def why_not_closed(case_id: UUID) -> str:
    """Return why a case goes on: a hand-off of it was sent and has not ended. One query."""
    going_on = Handoff.objects.filter(case=case_id, sent_at__isnull=False, ended_at=None)
    left = list(going_on.order_by("sent_at").values_list("reference", flat=True))
    return (
        f"まだ続いている引継ぎがあります（{'、'.join(left)}）。先に、それを終えてください。" if left else ""
    )


def resting_on(basis_id: UUID) -> list[str]:
    """Return what closes once this basis is taken back: by hand-off who reads what of it. Two queries."""
    rows = Handoff.objects.filter(basis=basis_id, ended_at=None).select_related("performer")
    found = list(rows.order_by("made_at"))
    records = ProvisionRecord.objects.filter(
        handoff__in=found, kind__in=(Provision.OPENED, Provision.CLOSED)
    ).order_by("number")
    last = {(each.handoff_id, each.part): each.kind for each in records}
    return [_closing_words(each, last) for each in found]


def _closing_words(handoff: Handoff, last: Mapping[tuple[UUID, str], str]) -> str:
    who = f"引継ぎ{handoff.reference}（{handoff.performer or 'センター'}）"
    if handoff.sent_at is None:
        return f"{who}：まだ送っていません。送れなくなります。"
    open_parts = [part.label for part in Part if last.get((handoff.pk, part)) == Provision.OPENED]
    closes = f"いま読める「{'」「'.join(open_parts)}」が読めなくなり、" if open_parts else ""
    return f"{who}：{closes}止まります。"


def running_ids() -> list[UUID]:
    """Return the ids of what was sent and has not ended, the longest sent first."""
    found = Handoff.objects.filter(sent_at__isnull=False, ended_at=None, shredded_at=None).order_by("sent_at")
    return list(found.values_list("pk", flat=True))
