"""The disclosure ledger: whatever became readable, or readable no more, is written down at that moment."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max
from django.utils import timezone

from foundation.centre.queries import current_centre
from foundation.transactions import assert_in_transaction
from handoff.disclosure.enums import BasisKind, Part
from handoff.machine.enums import Provision
from handoff.machine.models import Handoff, ProvisionRecord
from handoff.machine.queries import open_in_ledger


@dataclass(frozen=True)
class _Receiver:
    name: str
    address: str
    head: str


def keep_ledger_in_transaction(handoff: Handoff, *, is_open: frozenset[Part], now: datetime) -> None:
    """Write what opened and what closed since the last record; again it writes nothing."""
    assert_in_transaction("keep_ledger")
    before = open_in_ledger(handoff)
    changes = [(Provision.CLOSED, part) for part in Part if part in before - is_open]
    changes += [(Provision.OPENED, part) for part in Part if part in is_open - before]
    write_in_ledger_in_transaction(handoff, changes, now=now)


def write_in_ledger_in_transaction(
    handoff: Handoff,
    changes: list[tuple[Provision, Part]],
    *,
    now: datetime,
    emergency: BasisKind | None = None,
) -> None:
    """Append records for a locked hand-off, with receiver and ground as they are at this moment.

    In an emergency its own ground stands there instead of the basis of the hand-off.
    """
    assert_in_transaction("write_in_ledger")
    if not changes:
        return
    number = handoff.provisions.aggregate(last=Max("number"))["last"] or 0
    basis, receiver = handoff.basis, _receiver_of(handoff)
    ground = emergency or (basis.kind if basis else None)
    assert ground is not None, "nothing is ever opened without a basis"
    told_on = timezone.localdate(now) if emergency or basis is None else basis.explained_on or basis.since
    ProvisionRecord.objects.bulk_create(
        ProvisionRecord(
            number=number + place,
            handoff=handoff,
            kind=kind,
            part=part,
            at=now,
            receiver_name=receiver.name,
            receiver_address=receiver.address,
            receiver_head=receiver.head,
            person_reference=handoff.case_reference,
            basis_kind=ground,
            basis_on=told_on,
        )
        for place, (kind, part) in enumerate(changes, start=1)
    )


def _receiver_of(handoff: Handoff) -> _Receiver:
    if handoff.performer is not None:
        return _Receiver(handoff.performer.name, handoff.performer.address, handoff.performer.head)
    centre = current_centre()
    return _Receiver(centre.name, centre.address, centre.director)
