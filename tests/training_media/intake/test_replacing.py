"""A new edit comes in the place of an old one, and nobody watches twice what both have."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction
from django.urls import reverse

from foundation.audit.models import Entry
from tests.factories.directory import make_agency
from tests.factories.films import make_ready
from tests.factories.shown import mark
from tests.factories.training_media import make_course, make_recording, make_viewer
from training_media.intake.exceptions import IntakeRefused
from training_media.intake.services.replacing import replace_recording
from training_media.models import Chapter, Part
from training_media.viewing.enums import SittingKind
from training_media.viewing.models import Coverage, KeptPiece, Viewer
from training_media.viewing.rules import SamePiece
from training_media.viewing.services.ledger import Piece, begin_sitting, end_together, take_pieces
from training_media.viewing.services.merging import move_viewers

pytestmark = pytest.mark.django_db(transaction=True)
NOW = datetime(2026, 12, 1, 10, 0, tzinfo=UTC)
# 0–10 s stay, 10–20 s are cut out, 20–60 s come after a new opening of 5 s.
CUT = [SamePiece((0, 10_000), 5_000), SamePiece((20_000, 60_000), 15_000)]


@pytest.fixture
def old(staff):
    return make_ready(actor=staff, now=NOW, title="前の版")


@pytest.fixture
def new(staff):
    return make_ready(actor=staff, now=NOW, title="新しい版", duration=55_000)


@pytest.fixture
def watch():
    """Give a function that lets somebody watch from here to there of a recording."""
    seq = iter(range(100))

    def watch(viewer, recording, start, end, *, at=NOW):
        sitting = begin_sitting(recording=recording, viewers=[viewer], kind=SittingKind.ALONE, now=at)
        piece = Piece(next(seq), (start, end), (0, end - start), 1_000)
        take_pieces(key=sitting.key, pieces=[piece], now=at + timedelta(minutes=2))

    return watch


@pytest.fixture
def replace(staff):
    def replace(old, new, pieces=CUT):
        replace_recording(old=old, new=new, pieces=pieces, actor=staff, now=NOW)
        old.refresh_from_db()

    return replace


def carried(viewer, recording):
    row = Coverage.objects.filter(viewer=viewer, recording=recording).first()
    return row.carried if row else None


def test_what_both_have_counts_as_watched_of_the_new_one(old, new, watch, replace):
    viewer, other = make_viewer(), make_viewer(name="見本 次郎", agency=make_agency(name="別の家"))
    watch(viewer, old, 5_000, 25_000)
    replace(old, new)
    assert carried(viewer, new) == ((10_000, 20_000),)
    assert carried(other, new) is None
    assert Coverage.objects.get(viewer=viewer, recording=new).total == 10_000
    assert Entry.objects.filter(verb="intake.recording_replaced", subject_id=old.pk).count() == 1


def test_what_comes_late_of_the_old_one_is_carried_over_at_once(old, new, watch, replace):
    viewer = make_viewer()
    replace(old, new)
    watch(viewer, old, 0, 8_000)
    assert carried(viewer, new) == ((5_000, 13_000),)


def test_who_watched_together_is_carried_over_when_they_are_counted(old, new, replace):
    viewer, gone = make_viewer(), make_viewer(name="見本 次郎", agency=make_agency(name="別の家"))
    replace(old, new)
    sitting = begin_sitting(recording=old, viewers=[viewer, gone], kind=SittingKind.TOGETHER, now=NOW)
    piece = Piece(0, (0, 8_000), (0, 8_000), 1_000)
    take_pieces(key=sitting.key, pieces=[piece], now=NOW + timedelta(minutes=1))
    assert carried(viewer, new) is None
    end_together(sittings=[sitting], stayed=[viewer.pk], now=NOW + timedelta(minutes=2))
    assert (carried(viewer, new), carried(gone, new)) == (((5_000, 13_000),), None)


def test_a_map_that_is_put_right_changes_what_was_carried(old, new, watch, replace):
    viewer = make_viewer()
    watch(viewer, old, 0, 30_000)
    replace(old, new, [SamePiece((0, 55_000), 0)])
    assert carried(viewer, new) == ((0, 30_000),)
    replace(old, new, CUT)
    assert carried(viewer, new) == ((5_000, 25_000),)
    replace(old, new, [SamePiece((40_000, 50_000), 0)])
    assert carried(viewer, new) == ()
    assert KeptPiece.objects.count() == 1


def test_it_goes_on_through_a_second_edit(old, new, watch, replace, staff):
    viewer = make_viewer()
    third = make_ready(actor=staff, now=NOW, title="三つ目")
    replace(new, third, [SamePiece((5_000, 15_000), 0)])
    replace(old, new)
    watch(viewer, old, 0, 10_000)
    assert (carried(viewer, new), carried(viewer, third)) == (((5_000, 15_000),), ((0, 10_000),))


def test_what_came_from_another_viewer_stays_when_the_map_changes(old, new, watch, replace):
    agency, other = make_agency(name="見本の家"), make_agency(name="別の家")
    kept = make_viewer(agency=agency)
    merged = make_viewer(agency=other)
    watch(kept, old, 0, 5_000)
    watch(merged, old, 20_000, 25_000, at=NOW + timedelta(hours=1))
    Coverage.objects.create(viewer=merged, recording=new, carried_before=((40_000, 41_000),))
    replace(old, new)
    with transaction.atomic():
        move_viewers(agency, other)
    assert Viewer.objects.count() == 1
    assert carried(kept, new) == ((5_000, 10_000), (15_000, 20_000), (40_000, 41_000))
    replace(old, new, [SamePiece((0, 5_000), 0)])
    assert carried(kept, new) == ((0, 5_000), (40_000, 41_000))


def test_parts_and_their_chapters_move_to_the_new_one(old, new, replace):
    part = make_course(parts=1).parts.get()
    Part.objects.filter(pk=part.pk).update(recording=old)
    for start in (0, 12_000, 20_000, 30_000):
        Chapter.objects.create(part=part, start=start, title=f"{start}")
    replace(old, new)
    part.refresh_from_db()
    assert part.recording == new
    moved = list(part.chapters.values_list("title", "start"))
    assert moved == [("0", 5_000), ("12000", 15_000), ("20000", 15_001), ("30000", 25_000)]
    # Where people have put them since, they stay.
    replace(old, new, [SamePiece((0, 10_000), 0)])
    assert list(part.chapters.values_list("title", "start")) == moved


def test_nothing_changes_when_it_is_refused(old, new, replace, staff):
    third = make_ready(actor=staff, now=NOW, title="三つ目")
    unfinished = make_recording()
    replace(old, new)
    for one, other, pieces in (
        (old, third, CUT),
        (new, old, CUT),
        (third, third, CUT),
        (third, unfinished, CUT),
        (third, new, [SamePiece((0, 60_001), 0)]),
    ):
        with pytest.raises(IntakeRefused, match=r"。$"):
            replace(one, other, pieces)
    third.refresh_from_db()
    assert (third.replaced_by, KeptPiece.objects.count()) == (None, 2)


def test_the_desk_chooses_fills_in_and_mends_the_map(desk, old, new):
    address = reverse("intake_desk:replace", args=[old.pk])
    assert "新しい版（0:55）" in desk.get(address).text
    assert desk.get(address, {"new": ""}).status_code == 422
    chosen = f"{address}?new={new.pk}"
    shown = desk.get(chosen).context["rows"]
    assert shown.forms[0].initial == {"old_start": 0, "old_end": 55_000, "new_start": 0}
    sent = mark(desk, chosen) | {"pieces-TOTAL_FORMS": "2", "pieces-INITIAL_FORMS": "0"}
    first = {"pieces-0-old_start": "0:00", "pieces-0-old_end": "0:10", "pieces-0-new_start": "0:05"}
    for wrong, words in (
        ({"pieces-0-old_end": "じゅう"}, "41:10"),
        ({"pieces-0-old_end": ""}, "41:10"),
        ({"pieces-0-old_end": "9:00"}, "前の動画の長さをこえています。"),
    ):
        page = desk.post(chosen, sent | first | wrong)
        assert page.status_code == 422
        assert words in page.text
    done = desk.post(chosen, sent | first)
    assert (done.status_code, done.url) == (303, reverse("intake_desk:recording", args=[new.pk]))
    assert list(KeptPiece.objects.values_list("start", "end", "new_start")) == [(0, 10_000, 5_000)]
    # The page before was another one: what stands there now is shown first.
    stale = desk.post(address, sent | first | {"pieces-0-old_end": "0:09"})
    assert (stale.status_code, KeptPiece.objects.get().end) == (422, 10_000)
    assert "ほかの人が内容を変えました" in stale.text
    mended = desk.post(address, sent | first | mark(desk, address) | {"pieces-0-old_end": "0:09"})
    assert mended.status_code == 303
    assert list(KeptPiece.objects.values_list("start", "end", "new_start")) == [(0, 9_000, 5_000)]
