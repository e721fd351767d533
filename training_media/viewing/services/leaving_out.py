"""The centre does not count one sitting of one viewer, because it was not them; or counts it again."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from foundation.audit import chain
from foundation.transactions import assert_in_transaction
from training_media.viewing.exceptions import CannotBeLeftOut
from training_media.viewing.models import PlayedPiece, Seat, Sitting

from .carrying import carry_all_in_transaction
from .ledger import rebuild_in_transaction

NOT_COUNTED = "この視聴は、いま数えていません。もう一度見てください。"
COUNTED = "この視聴は、いま数えています。もう一度見てください。"
FORGOTTEN = "この視聴の細かい記録は、もう消したので、変えられません。"


@transaction.atomic(durable=True)
def leave_out(*, seat: Seat, because: str, actor: User, now: datetime) -> None:
    """Count nothing of a sitting for one viewer; what they watched besides is worked out anew at once.

    Their moments in it are free again, so what overlapped with it counts now. Others who sat there keep
    theirs. Raises CannotBeLeftOut for what does not count, or of which the reports are forgotten.
    """
    seat = _locked(seat)
    if not seat.stayed:
        raise CannotBeLeftOut(NOT_COUNTED)
    seat.stayed, seat.left_out_at, seat.left_out_because = False, now, because
    _save(seat)
    chain.record("viewing.sitting_left_out", actor=actor, subject=seat, now=now, fields=["left_out_at"])


@transaction.atomic(durable=True)
def count_anew(*, seat: Seat, actor: User, now: datetime) -> None:
    """Count a sitting for one viewer that was left out. Raises CannotBeLeftOut as `leave_out` does."""
    seat = _locked(seat)
    if seat.left_out_at is None:
        raise CannotBeLeftOut(COUNTED)
    seat.stayed, seat.left_out_at, seat.left_out_because = True, None, ""
    _save(seat)
    chain.record("viewing.sitting_counted_anew", actor=actor, subject=seat, now=now, fields=["left_out_at"])


def _locked(seat: Seat) -> Seat:
    """Lock the sitting first, as whoever takes reports of it does. Raises CannotBeLeftOut."""
    assert_in_transaction("locked_seat")
    Sitting.objects.select_for_update().get(pk=seat.sitting_id)
    if not PlayedPiece.objects.filter(sitting=seat.sitting_id).exists():
        raise CannotBeLeftOut(FORGOTTEN)
    return Seat.objects.select_for_update().get(pk=seat.pk)


def _save(seat: Seat) -> None:
    seat.save(update_fields=["stayed", "left_out_at", "left_out_because"])
    rebuild_in_transaction([seat.viewer_id])
    carry_all_in_transaction(seat.viewer_id)
