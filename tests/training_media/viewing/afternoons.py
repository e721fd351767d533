"""Generated afternoons that go through the ledger in the database, and what is kept of them."""

from datetime import UTC, datetime

from django.db import transaction

from tests.factories.training_media import make_recording, make_viewer
from tests.training_media.viewing.traces import BEGAN, trace, truth
from training_media.viewing.enums import SittingKind
from training_media.viewing.models import Coverage, Seat
from training_media.viewing.services.ledger import (
    Piece,
    begin_sitting,
    rebuild_in_transaction,
    take_pieces,
)

NOW = datetime(2026, 12, 1, 10, 0, tzinfo=UTC)
# Longer than this after the afternoon, no report is taken.
TAKEN_FOR = 10 * 86_400_000


def moment(milliseconds):
    return datetime.fromtimestamp(milliseconds / 1_000, tz=UTC)


def alone(recording, viewer, now=NOW):
    return begin_sitting(recording=recording, viewers=[viewer], kind=SittingKind.ALONE, now=now)


def kept():
    rows = Coverage.objects.order_by("viewer", "recording").values()
    return [dict(row, id=None) for row in rows], list(
        Seat.objects.order_by("viewer").values_list("viewer__spent", flat=True)
    )


def rebuild(viewer):
    with transaction.atomic():
        rebuild_in_transaction([viewer.pk])


def credited_as_watched_and_rebuilt(seed, *, loss=0.3):
    """Let somebody watch an afternoon: credited is what they saw, and a rebuild finds the same."""
    made = trace(seed, loss=loss)
    recordings = {account: make_recording(minutes=20) for account in {tab.account for tab in made.tabs}}
    viewer = make_viewer(name=f"見本 {seed}")
    sittings = {
        tab.sitting: alone(recordings[tab.account], viewer, now=moment(BEGAN + tab.opened))
        for tab in made.tabs
    }
    for beacon in made.delivered:
        if beacon.received_at < BEGAN + TAKEN_FOR:
            take_pieces(
                key=sittings[beacon.sitting].key,
                pieces=[Piece(beacon.seq, beacon.media, beacon.clock, beacon.rate)],
                now=moment(beacon.received_at),
            )
    before = kept()
    real = {recordings[account].pk: seen for account, seen in truth(made.tabs).items()}
    found = {row.recording_id: row.total for row in Coverage.objects.filter(viewer=viewer)}
    assert found.keys() == real.keys()
    assert all(abs(found[key] - real[key]) < 1_000 for key in real)
    rebuild(viewer)
    assert kept() == before
