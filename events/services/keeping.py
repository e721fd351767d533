"""Seats of a session that are kept for some until a moment, as staff plan them."""

from dataclasses import dataclass
from datetime import datetime

from events.models import KeptSeats, Session
from foundation.transactions import assert_in_transaction


@dataclass(frozen=True)
class KeptPlan:
    """Seats of one way that are kept for some until a moment."""

    kept_for: str
    way: str
    seats: int
    until: datetime
    area_id: int | None = None

    @property
    def key(self) -> tuple[str, str, int | None]:
        """Whose seats they are: there is one such row in a session."""
        return self.kept_for, self.way, self.area_id


def keep_seats_in_transaction(session: Session, wanted: tuple[KeptPlan, ...] | None) -> bool:
    """Let a session keep these seats and no others, None whatever it keeps; return whether that is new.

    A row that stays keeps its key. Nothing of it stands in the ledger: kept seats are free ones.
    """
    assert_in_transaction("keep_seats")
    if wanted is None:
        return False
    stored = {(row.kept_for, row.way, row.area_id): row for row in session.kept_seats.all()}
    plans = {plan.key: plan for plan in wanted}
    gone = [row.pk for key, row in stored.items() if key not in plans]
    new = [plan for key, plan in plans.items() if key not in stored]
    moved = [
        (stored[key], plan)
        for key, plan in plans.items()
        if key in stored and (stored[key].seats, stored[key].until) != (plan.seats, plan.until)
    ]
    KeptSeats.objects.filter(pk__in=gone).delete()
    for row, plan in moved:
        row.seats, row.until = plan.seats, plan.until
        row.save(update_fields=["seats", "until"])
    for plan in new:
        KeptSeats.objects.create(
            session=session,
            kept_for=plan.kept_for,
            way=plan.way,
            seats=plan.seats,
            until=plan.until,
            area_id=plan.area_id,
        )
    return bool(gone or new or moved)
