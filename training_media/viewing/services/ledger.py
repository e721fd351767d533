"""What players report is written down as it comes, and credited to whoever sat in front of the screen."""

import uuid
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from operator import attrgetter

from django.db import connection, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from foundation.limits.declared import declared
from foundation.limits.queries import limit
from foundation.transactions import assert_in_transaction
from training_media.models import Recording
from training_media.viewing.enums import SittingKind
from training_media.viewing.exceptions import SittingIsOver, TooMuchForADay
from training_media.viewing.fields import as_multirange
from training_media.viewing.limits import REPORTS_TAKEN, TAKEN_A_DAY
from training_media.viewing.models import PLAYED, Coverage, PlayedPiece, Seat, Sitting, Viewer
from training_media.viewing.queries import beacons_of, count_beacons
from training_media.viewing.rules import Beacon, Settled, settled
from training_media.viewing.spans import NOTHING, Span

from .carrying import carry_over_in_transaction

# A player reports every 15 seconds; whoever jumps to and fro, more often.
PIECES_AN_HOUR = 240
# To work out so many anew takes no longer than to take one.
WORKED_OUT_AT_ONCE = 100


@dataclass(frozen=True)
class Piece:
    """One piece as a player reports it; see `PlayedPiece`."""

    seq: int
    media: Span
    clock: Span
    rate: int


@transaction.atomic(durable=True)
def begin_sitting(
    *,
    recording: Recording,
    viewers: Collection[Viewer],
    kind: SittingKind,
    now: datetime,
    let_in_by: str = "",
    visit: uuid.UUID | None = None,
    counts_until: datetime | None = None,
) -> Sitting:
    """Open a player for one viewer, or for all who watch one screen together.

    What is played after `counts_until` counts for nobody; `end_sittings_in_transaction` ends what was
    `let_in_by` something before, `end_visit_in_transaction` what is of one visit.
    """
    sitting = Sitting.objects.create(
        key=uuid.uuid4(),
        recording=recording,
        kind=kind,
        began_at=_whole(now),
        let_in_by=let_in_by,
        visit=visit,
        counts_until=counts_until,
    )
    Seat.objects.bulk_create(
        Seat(sitting=sitting, viewer=viewer, stayed=kind == SittingKind.ALONE) for viewer in viewers
    )
    return sitting


@transaction.atomic(durable=True)
def take_pieces(*, key: uuid.UUID, pieces: Sequence[Piece], now: datetime) -> None:
    """Write down what a player reports; what has come before changes nothing.

    Whoever watches alone is credited at once, whoever watches together when they are counted again. Raises
    Sitting.DoesNotExist, SittingIsOver when it comes too late, and TooMuchForADay: then nothing is written.
    """
    # Locked: whoever is counted again meanwhile is credited either by this report or by the rebuild.
    locked = Sitting.objects.select_for_update(of=("self",))
    sitting = locked.select_related("recording").get(key=key)
    if _is_over(sitting, now):
        raise SittingIsOver("この視聴の記録は、もう締め切りました。")
    new = _written(sitting, pieces, now)
    if not new:
        return
    _measure(sitting.let_in_by, len(new), now)
    for viewer in (
        Seat.objects.filter(sitting=sitting, stayed=True).order_by("viewer").values_list("viewer", flat=True)
    ):
        _credit(viewer, new, sitting.let_in_by, now)
        if sitting.recording.replaced_by_id:
            carry_over_in_transaction(sitting.recording, viewers=[viewer])


@transaction.atomic(durable=True)
def end_together(*, sittings: Collection[Sitting], stayed: Collection[int], now: datetime) -> int:
    """Count again who sits in front of the screen: they are credited with everything that was played so far.

    All sittings or none; those that were counted meanwhile stay as they are. Returns how many were counted.
    Raises TooMuchForADay.
    """
    keys = [each.pk for each in sittings]
    waiting = Sitting.objects.filter(pk__in=keys, closed_at__isnull=True).select_related("recording")
    counted = list(waiting.order_by("pk").select_for_update(of=("self",)))
    Sitting.objects.filter(pk__in=[each.pk for each in counted]).update(closed_at=now)
    seats = Seat.objects.filter(sitting__in=counted)
    seats.update(stayed=False)
    seats.filter(viewer__in=stayed).update(stayed=True)
    viewers = sorted(set(seats.values_list("viewer", flat=True)))
    for let_in_by in {each.let_in_by for each in counted}:
        _measure(let_in_by, count_beacons(viewers) // WORKED_OUT_AT_ONCE, now)
    rebuild_in_transaction(viewers)
    for recording in {each.recording for each in counted}:
        carry_over_in_transaction(recording, viewers=viewers)
    return len(counted)


def end_sittings_in_transaction(*, let_in_by: str, now: datetime) -> None:
    """Let nothing count that is played from now on by whoever came in by this, or by what belongs to it.

    What belongs to something bears its word and another one after a slash. What came before stays.
    """
    assert_in_transaction("end_sittings")
    by_this = Q(let_in_by=let_in_by) | Q(let_in_by__startswith=f"{let_in_by}/")
    _end(Sitting.objects.filter(by_this), now)


def end_visit_in_transaction(visit: uuid.UUID, *, now: datetime) -> None:
    """Let nothing count that is played from now on in one visit. What came before stays."""
    assert_in_transaction("end_visit")
    _end(Sitting.objects.filter(visit=visit), now)


def _end(sittings: QuerySet[Sitting], now: datetime) -> None:
    running = sittings.filter(began_at__lte=now)
    running.filter(Q(counts_until__isnull=True) | Q(counts_until__gt=now)).update(counts_until=now)


def rebuild_in_transaction(viewers: Iterable[int]) -> None:
    """Work out anew what these viewers have watched, of their reports and what is left of older ones."""
    assert_in_transaction("rebuild")
    for viewer in Viewer.objects.filter(pk__in=list(viewers)).order_by("pk").select_for_update():
        found = settled(beacons_of(viewer), spent=viewer.spent_before)
        Viewer.objects.filter(pk=viewer.pk).update(spent=found.spent)
        for row in Coverage.objects.filter(viewer=viewer):
            # Those that nothing is left of are emptied as well.
            row.alone, row.together = row.alone_before, row.together_before
            row.save(update_fields=["alone", "together"])
        _add(viewer.pk, found)


def _is_over(sitting: Sitting, now: datetime) -> bool:
    """Return whether a report comes too late; while no limit could say so, none is asked for."""
    if now <= sitting.began_at + timedelta(days=declared(REPORTS_TAKEN).least):
        return False
    return now > sitting.began_at + timedelta(days=limit(REPORTS_TAKEN, on=timezone.localdate(now)))


def _measure(let_in_by: str, pieces: int, now: datetime) -> None:
    """Count what was taken today by this card or account, or the work that it makes. Raises TooMuchForADay.

    While no limit could say so, none is asked for.
    """
    if not let_in_by:
        return
    today = timezone.localdate(now)
    with connection.cursor() as cursor:
        cursor.execute(_MEASURE, [let_in_by, today, pieces])
        (taken,) = cursor.fetchone()
    if taken > declared(TAKEN_A_DAY).least * PIECES_AN_HOUR and (
        taken > limit(TAKEN_A_DAY, on=today) * PIECES_AN_HOUR
    ):
        raise TooMuchForADay


def _whole(at: datetime) -> datetime:
    """Return a moment without parts of milliseconds, which the rules do not see."""
    return at.replace(microsecond=at.microsecond // 1_000 * 1_000)


def _written(sitting: Sitting, pieces: Sequence[Piece], now: datetime) -> list[Beacon]:
    """Write pieces and return those that are new, cut to the length of the recording.

    Of two with one number the first counts.
    """
    rows = [
        PlayedPiece(
            sitting=sitting,
            seq=each.seq,
            media_start=each.media[0],
            media_end=min(each.media[1], sitting.recording.duration),
            clock_start=each.clock[0],
            clock_end=each.clock[1],
            rate=each.rate,
            received_at=now,
        )
        for each in {piece.seq: piece for piece in reversed(pieces)}.values()
        if each.media[0] < sitting.recording.duration
    ]
    with connection.cursor() as cursor:
        cursor.execute(
            _WRITE,
            [
                sitting.pk,
                now,
                *(
                    [getattr(row, name) for row in rows]
                    for name in ("seq", "media_start", "media_end", "clock_start", "clock_end", "rate")
                ),
            ],
        )
        new = {seq for (seq,) in cursor}
    of_rules = attrgetter(*PLAYED)
    return [sitting.as_beacon(of_rules(row)) for row in rows if row.seq in new]


def _credit(viewer: int, beacons: Sequence[Beacon], let_in_by: str, now: datetime) -> None:
    """Add what new reports come to; where their moments were claimed before, everything is worked out anew.

    Moments that nobody else claims are credited the same in whatever order reports come.
    """
    found = settled(beacons)
    if found.spent == NOTHING:
        return
    moments = as_multirange(found.spent)
    with connection.cursor() as cursor:
        cursor.execute(_SPEND, {"viewer": viewer, "moments": moments})
        is_free = cursor.rowcount == 1
    if is_free:
        _add(viewer, found)
    else:
        _measure(let_in_by, count_beacons([viewer]) // WORKED_OUT_AT_ONCE, now)
        rebuild_in_transaction([viewer])


def _add(viewer: int, found: Settled) -> None:
    with connection.cursor() as cursor:
        for recording in {account[0] for account in found.credit}:
            alone, together = (
                found.credit.get((recording, is_together), NOTHING) for is_together in (False, True)
            )
            cursor.execute(_CREDIT, [viewer, recording, as_multirange(alone), as_multirange(together)])


_WRITE = """
INSERT INTO viewing_playedpiece
    (sitting_id, received_at, seq, media_start, media_end, clock_start, clock_end, rate)
SELECT %s, %s, piece.*
FROM unnest(%s::int[], %s::int[], %s::int[], %s::bigint[], %s::bigint[], %s::int[]) AS piece
ON CONFLICT (sitting_id, seq) DO NOTHING
RETURNING seq
"""
_MEASURE = """
INSERT INTO viewing_takenofaday AS taken (let_in_by, day, pieces) VALUES (%s, %s, %s)
ON CONFLICT (let_in_by, day) DO UPDATE SET pieces = taken.pieces + excluded.pieces
RETURNING pieces
"""
# Whoever comes second waits here, and then looks at what the first has used.
_SPEND = """
UPDATE viewing_viewer SET spent = spent + %(moments)s
WHERE id = %(viewer)s AND NOT spent && %(moments)s
"""
_CREDIT = """
INSERT INTO viewing_coverage
    (viewer_id, recording_id, alone, together, carried, alone_before, together_before, carried_before)
VALUES (%s, %s, %s, %s, '{}', '{}', '{}', '{}')
ON CONFLICT (viewer_id, recording_id) DO UPDATE SET
    alone = viewing_coverage.alone + excluded.alone, together = viewing_coverage.together + excluded.together
"""
