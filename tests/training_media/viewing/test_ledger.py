"""The ledger in the database: pieces are kept once, and a rebuild finds the same totals."""

import random
import uuid
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from tests.beside import Beside
from tests.factories.directory import make_agency
from tests.factories.training_media import make_recording, make_viewer
from tests.training_media.viewing.afternoons import NOW, alone, credited_as_watched_and_rebuilt, kept, rebuild
from training_media.viewing.enums import SittingKind
from training_media.viewing.exceptions import SittingIsOver
from training_media.viewing.models import Coverage, PlayedPiece, Seat, Sitting
from training_media.viewing.services.forgetting import forget_old_reports
from training_media.viewing.services.ledger import (
    Piece,
    begin_sitting,
    end_together,
    take_pieces,
)
from training_media.viewing.services.merging import move_viewers
from training_media.viewing.spans import length

pytestmark = pytest.mark.django_db(transaction=True)

SECOND = timedelta(seconds=1)


def piece(seq=0, media=(0, 15_000), clock=(0, 15_000), rate=1_000):
    return Piece(seq, media, clock, rate)


def report(sitting, *pieces, after=16):
    take_pieces(key=sitting.key, pieces=pieces, now=NOW + after * SECOND)


def totals():
    return list(Coverage.objects.order_by("viewer", "recording").values_list("viewer", "recording", "total"))


@pytest.mark.parametrize("seed", [1, 2, 3, 4])
def test_a_whole_afternoon_is_credited_and_a_rebuild_finds_the_same(seed):
    credited_as_watched_and_rebuilt(seed)


def test_what_comes_twice_is_written_and_credited_once():
    viewer, recording = make_viewer(), make_recording()
    sitting = alone(recording, viewer)
    report(sitting, piece())
    report(sitting, piece(), piece(1, (15_000, 30_000), (15_000, 30_000)), after=40)
    assert PlayedPiece.objects.count() == 2
    assert totals() == [(viewer.pk, recording.pk, 30_000)]


def test_two_tabs_at_once_count_once():
    viewer, recording = make_viewer(), make_recording()
    first, second = alone(recording, viewer), alone(recording, viewer)
    report(second, piece(media=(600_000, 615_000)))
    report(first, piece())
    assert Coverage.objects.get().alone == ((0, 15_000),)


def test_what_lies_behind_the_end_is_not_watched():
    viewer, recording = make_viewer(), make_recording(minutes=1)
    sitting = alone(recording, viewer)
    report(sitting, piece(media=(50_000, 65_000)), piece(1, (70_000, 80_000), (15_000, 16_000)))
    assert Coverage.objects.get().alone == ((50_000, 60_000),)


def test_whoever_watches_together_is_credited_when_they_are_counted_again():
    recording = make_recording()
    stays, leaves = make_viewer(), make_viewer(name="見本 次郎", agency=make_viewer(name="別").agency)
    sitting = begin_sitting(recording=recording, viewers=[stays, leaves], kind=SittingKind.TOGETHER, now=NOW)
    report(sitting, piece())
    assert totals() == []
    end_together(sittings=[sitting], stayed=[stays.pk], now=NOW + 20 * SECOND)
    assert totals() == [(stays.pk, recording.pk, 15_000)]
    assert Coverage.objects.get().together == ((0, 15_000),)
    report(sitting, piece(1, (15_000, 18_000), (15_000, 18_000)), after=30)
    assert totals() == [(stays.pk, recording.pk, 18_000)]


def test_nobody_is_credited_with_what_is_played_after_they_were_counted():
    viewer, recording = make_viewer(), make_recording()
    sitting = begin_sitting(recording=recording, viewers=[viewer], kind=SittingKind.TOGETHER, now=NOW)
    report(sitting, piece())
    end_together(sittings=[sitting], stayed=[viewer.pk], now=NOW + 20 * SECOND)
    report(sitting, piece(1, (15_000, 45_000), (15_000, 45_000)), after=60)
    assert totals() == [(viewer.pk, recording.pk, 20_000)]
    rebuild(viewer)
    assert totals() == [(viewer.pk, recording.pk, 20_000)]


def test_who_was_counted_once_is_not_counted_anew():
    viewer, recording = make_viewer(), make_recording()
    sitting = begin_sitting(recording=recording, viewers=[viewer], kind=SittingKind.TOGETHER, now=NOW)
    report(sitting, piece())
    assert end_together(sittings=[sitting], stayed=[viewer.pk], now=NOW + 20 * SECOND) == 1
    assert end_together(sittings=[sitting], stayed=[], now=NOW + 30 * SECOND) == 0
    assert totals() == [(viewer.pk, recording.pk, 15_000)]


def test_of_two_pieces_with_one_number_the_first_counts():
    viewer, recording = make_viewer(), make_recording()
    sitting = alone(recording, viewer)
    report(sitting, piece(), piece(0, (60_000, 75_000), (15_000, 30_000)), after=40)
    assert Coverage.objects.get().alone == ((0, 15_000),)
    rebuild(viewer)
    assert Coverage.objects.get().alone == ((0, 15_000),)


def test_a_report_that_comes_while_people_are_counted_is_credited():
    viewer, recording = make_viewer(), make_recording()
    sitting = begin_sitting(recording=recording, viewers=[viewer], kind=SittingKind.TOGETHER, now=NOW)
    with transaction.atomic():
        Sitting.objects.select_for_update().get(pk=sitting.pk)
        Seat.objects.update(stayed=True)
        reporting = Beside(lambda: report(sitting, piece()))
        assert reporting.waits_for_a_lock()
    reporting.join()
    assert reporting.error is None
    assert totals() == [(viewer.pk, recording.pk, 15_000)]


def test_what_comes_after_two_weeks_is_refused():
    sitting = alone(make_recording(), make_viewer())
    with pytest.raises(SittingIsOver):
        take_pieces(key=sitting.key, pieces=[piece()], now=NOW + timedelta(days=14, seconds=1))
    assert not PlayedPiece.objects.exists()
    with pytest.raises(Sitting.DoesNotExist):
        take_pieces(key=uuid.uuid4(), pieces=[piece()], now=NOW)


def test_a_line_of_the_ledger_is_never_changed():
    report(alone(make_recording(), make_viewer()), piece())
    with pytest.raises(IntegrityError, match="viewing_playedpiece_stays_as_written"):
        PlayedPiece.objects.update(media_end=90_000)


def test_the_database_refuses_more_than_can_have_been_watched():
    report(alone(make_recording(), make_viewer()), piece())
    with pytest.raises(IntegrityError, match="viewing_coverage_fits_into_moments"):
        Coverage.objects.update(alone=((0, 60_000),))
    with pytest.raises(IntegrityError, match="viewing_coverage_fits_into_moments"):
        Coverage.objects.get().viewer._meta.model.objects.update(spent=())


def test_the_order_in_which_reports_arrive_changes_nothing():
    recording, chance = make_recording(), random.Random(7)
    found = set()
    for number in range(3):
        viewer = make_viewer(name=f"見本 {number}", agency=make_viewer(name=f"家 {number}").agency)
        tabs = [alone(recording, viewer, now=NOW + tab * 3 * SECOND) for tab in range(3)]
        reports = [
            (
                tab,
                piece(
                    seq,
                    (tab * 100_000 + seq * 5_000, tab * 100_000 + seq * 5_000 + 5_000),
                    (seq * 5_000, seq * 5_000 + 5_000),
                ),
            )
            for tab in range(3)
            for seq in range(4)
        ]
        chance.shuffle(reports)
        for tab, each in reports:
            report(tabs[tab], each, after=60)
        found.add(Coverage.objects.get(viewer=viewer).alone)
        assert length(Coverage.objects.get(viewer=viewer).alone) == 26_000
    assert len(found) == 1


def test_what_was_reported_is_forgotten_and_what_it_came_to_stays():
    viewer, recording = make_viewer(), make_recording()
    first, second = alone(recording, viewer), alone(recording, viewer, now=NOW + 10 * SECOND)
    take_pieces(key=second.key, pieces=[piece(media=(100_000, 115_000))], now=NOW + 30 * SECOND)
    report(first, piece())
    before = kept()
    assert forget_old_reports(now=NOW + timedelta(days=400)) == 2
    assert not PlayedPiece.objects.exists()
    rebuild(viewer)
    assert totals() == [(viewer.pk, recording.pk, 25_000)]
    assert kept()[1] == before[1]
    assert forget_old_reports(now=NOW + timedelta(days=400)) == 0


def test_two_names_of_one_person_become_one_life_when_their_agencies_do():
    recording, here = make_recording(), make_viewer()
    there = make_viewer(agency=make_agency(name="もとの家"))
    report(alone(recording, here), piece())
    report(alone(recording, there), piece(media=(600_000, 615_000)))
    with transaction.atomic():
        move_viewers(here.agency, there.agency)
    assert totals() == [(here.pk, recording.pk, 15_000)]
