"""What says nothing goes by night: players that were never played, names of people who never watched."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError

from tests.factories.directory import make_agency
from tests.factories.limits import put_limit
from tests.factories.training_media import make_course, make_recording, make_viewer
from tests.working import work_off
from training_media.viewing import jobs
from training_media.viewing.enums import SittingKind
from training_media.viewing.limits import REPORTS_KEPT, REPORTS_TAKEN, UNUSED_KEPT
from training_media.viewing.models import ERASED, Coverage, Seat, Sitting, Viewer
from training_media.viewing.services.forgetting import forget_old_reports
from training_media.viewing.services.ledger import Piece, begin_sitting, take_pieces
from training_media.viewing.services.merging import move_viewers
from training_media.viewing.services.tidying import tidy_up
from training_media.watching.models import Statement

pytestmark = pytest.mark.django_db(transaction=True)

NOW = datetime(2026, 12, 1, 10, 0, tzinfo=UTC)
FILM = [Piece(0, (0, 15_000), (0, 15_000), 1_000)]


def days(number):
    return timedelta(days=number)


def open_player(viewer, *, at=NOW, recording=None):
    recording = recording or make_recording()
    return begin_sitting(recording=recording, viewers=[viewer], kind=SittingKind.ALONE, now=at)


def named(name="見本 花子", *, agency=None, since=NOW):
    viewer = make_viewer(name=name, agency=agency)
    Viewer.objects.filter(pk=viewer.pk).update(known_since=since)
    return viewer


def test_a_player_that_was_never_played_goes_once_no_report_can_come():
    viewer = named()
    empty, played = open_player(viewer), open_player(viewer)
    take_pieces(key=played.key, pieces=FILM, now=NOW + days(1))
    # Somebody who watches where there is no network may still send what they watched.
    assert tidy_up(now=NOW + days(14)) == (0, 0)
    assert tidy_up(now=NOW + days(15)) == (1, 0)
    assert list(Sitting.objects.all()) == [played]
    assert Seat.objects.get().sitting == played
    assert not Sitting.objects.filter(pk=empty.pk).exists()


def test_a_player_whose_reports_were_forgotten_stays(manager):
    put_limit(REPORTS_KEPT, 60, by=manager)
    put_limit(REPORTS_TAKEN, 30, by=manager)
    viewer = named()
    played = open_player(viewer)
    take_pieces(key=played.key, pieces=FILM, now=NOW + days(1))
    forget_old_reports(now=NOW + days(61))
    assert tidy_up(now=NOW + days(61)) == (0, 0)
    assert list(Sitting.objects.all()) == [played]
    assert Coverage.objects.get().total == 15_000


@pytest.mark.parametrize("trace", ["none", "coverage", "seat", "said"])
def test_a_name_of_which_nothing_else_is_known_goes_after_its_days(manager, trace):
    put_limit(UNUSED_KEPT, 10, by=manager)
    viewer = named()
    if trace == "coverage":
        Coverage.objects.create(viewer=viewer, recording=make_recording(), carried=((0, 1_000),))
    if trace == "seat":
        open_player(viewer, at=NOW + days(9))
    if trace == "said":
        part = make_course(parts=1).parts.get()
        Statement.objects.create(viewer=viewer, part=part, said_at=NOW)
    assert tidy_up(now=NOW + days(10)) == (0, 0)
    assert tidy_up(now=NOW + days(11)) == (0, int(trace == "none"))
    assert Viewer.objects.exists() is (trace != "none")


def test_whoever_opened_a_player_and_never_played_goes_with_it():
    open_player(named())
    assert tidy_up(now=NOW + days(31)) == (1, 1)
    assert not Viewer.objects.exists()


def test_the_job_tidies_up():
    named(since=datetime(2020, 1, 1, tzinfo=UTC))
    jobs.tidy.defer(timestamp=0)
    work_off("default")
    assert not Viewer.objects.exists()


@pytest.mark.parametrize("left", ["name", "folded_name", "name_kana", "job"])
def test_of_an_erased_name_nothing_can_be_kept(left):
    erased = {"name": ERASED, "folded_name": "", "name_kana": "", "job": "", "erased_at": NOW}
    viewers = Viewer.objects.filter(pk=make_viewer().pk)
    with pytest.raises(IntegrityError, match="viewing_viewer_erased_keeps_no_name"):
        viewers.update(**erased | {left: "見本"})
    viewers.update(**erased)


def test_an_erased_person_cannot_be_pointed_at(partner):
    erased = {"name": ERASED, "folded_name": "", "erased_at": NOW, "person": partner.person}
    with pytest.raises(IntegrityError, match="viewing_viewer_erased_keeps_no_name"):
        Viewer.objects.filter(pk=make_viewer().pk).update(**erased)


def test_two_erased_names_of_one_agency_stay_two_also_when_agencies_become_one():
    kept, merged = make_agency(name="残る家"), make_agency(name="なくなる家")
    erased = {"name": ERASED, "folded_name": "", "erased_at": NOW}
    for agency in (kept, merged, merged):
        number = Viewer.objects.count()
        viewer = make_viewer(name=f"見本 {number}", agency=agency)
        Viewer.objects.filter(pk=viewer.pk).update(**erased)
    move_viewers(kept, merged)
    assert Viewer.objects.filter(agency=kept).count() == 3
