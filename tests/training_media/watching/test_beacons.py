"""The door for reports of players: the sitting's key alone opens it, and what is answered is kept."""

import json
import uuid
from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError
from django.test import Client
from django.utils import timezone

from foundation.limits.declared import declared
from foundation.rates.models import Tally
from tests.factories.directory import make_agency
from tests.factories.limits import put_limit
from tests.factories.training_media import make_course, make_recording, make_viewer
from training_media.viewing.enums import SittingKind
from training_media.viewing.limits import TAKEN_A_DAY
from training_media.viewing.models import Coverage, PlayedPiece, Seat, Sitting, TakenOfADay
from training_media.viewing.services import ledger
from training_media.viewing.services.ledger import begin_sitting, end_together
from training_media.viewing.services.tidying import tidy_up
from training_media.watching.queries import waiting_sittings
from training_media.watching.services.playing import count_again

pytestmark = pytest.mark.django_db(transaction=True)

DOOR = "/videos/beacons/"


@pytest.fixture
def sitting():
    began = timezone.now() - timedelta(minutes=2)
    viewer = make_viewer()
    return begin_sitting(
        recording=make_recording(minutes=1), viewers=[viewer], kind=SittingKind.ALONE, now=began
    )


@pytest.fixture
def player():
    return Client(enforce_csrf_checks=True)


def report(player, key, *pieces, content_type="application/json"):
    pieces = pieces or ([0, [0, 15_000], [0, 15_000], 1_000],)
    words = json.dumps({"sitting": str(key), "pieces": pieces})
    return player.post(DOOR, words, content_type=content_type)


@pytest.mark.parametrize("content_type", ["application/json", "text/plain;charset=UTF-8"])
def test_a_report_is_credited_and_its_answer_says_what_it_came_to(player, sitting, content_type):
    answer = report(player, sitting.key, content_type=content_type)
    assert answer.status_code == 200
    assert answer.json() == {
        "bars": [[0, 250]],
        "total": 15_000,
        "waits": False,
        "counted": False,
        "words": "15秒見ました（全体の25％）。まだのところ：0:15〜1:00",
    }
    assert Coverage.objects.get().total == 15_000
    assert answer.cookies == {}


def test_the_same_report_twice_changes_nothing(player, sitting):
    first, second = report(player, sitting.key), report(player, sitting.key)
    assert first.json() == second.json()
    assert PlayedPiece.objects.count() == 1


def test_a_wrong_report_is_refused_and_writes_nothing(player, sitting):
    good, bad = [0, [0, 5_000], [0, 5_000], 1_000], [1, [5, 5], [0, 1], 1_000]
    assert report(player, sitting.key, good, bad).status_code == 400
    assert player.post(DOOR, b"\xff", content_type="text/plain").status_code == 400
    assert PlayedPiece.objects.count() == 0


def test_a_long_report_is_refused_before_it_is_read(player, sitting):
    answer = player.post(DOOR, b"x" * 17_000, content_type="text/plain")
    assert (answer.status_code, PlayedPiece.objects.count()) == (413, 0)


def test_an_unknown_key_finds_nothing(player):
    assert report(player, uuid.uuid4()).status_code == 404


def test_what_comes_too_late_is_gone(player, sitting):
    with time_machine.travel(timezone.now() + timedelta(days=15)):
        assert report(player, sitting.key).status_code == 410
    assert PlayedPiece.objects.count() == 0


def test_only_people_who_sat_there_all_together_in_this_visit_are_counted():
    course, now = make_course(parts=1), timezone.now()
    recording = course.parts.get().recording
    one = make_viewer(name="見本 一")
    two, three = (make_viewer(name=f"見本 {word}", agency=one.agency) for word in ("二", "三"))
    visit, other = uuid.uuid4(), uuid.uuid4()

    def sit(*viewers, of=visit):
        began = now - timedelta(hours=1)
        return begin_sitting(
            recording=recording, viewers=viewers, kind=SittingKind.TOGETHER, now=began, visit=of
        )

    sit(one, two, three)
    sit(one)
    # Another group of the same names, on another screen.
    sit(one, two, of=other)
    ours = sit(one, two)
    keys = [one.pk, two.pk]
    assert waiting_sittings(course, keys, visit=visit) == [ours]
    stayed = [two.pk, three.pk]
    assert count_again(course=course, visit=visit, viewers=[one, two], stayed=stayed, now=now) == 1
    assert Sitting.objects.filter(closed_at__isnull=False).get() == ours
    assert list(Seat.objects.filter(stayed=True).values_list("viewer", flat=True)) == [two.pk]
    assert waiting_sittings(course, keys, visit=visit) == []


def test_only_a_post_is_taken(player):
    assert player.get(DOOR).status_code == 405


def test_whoever_makes_up_keys_is_soon_not_answered_any_more(player, sitting, settings):
    settings.BEACON_RATES = {"unknown": "1/m/ip"}
    assert [report(player, uuid.uuid4()).status_code for _ in range(2)] == [404, 429]
    assert report(player, sitting.key).status_code == 200


def test_keys_that_anybody_can_make_up_fill_no_table(player, sitting):
    report(player, sitting.key)
    before = Tally.objects.count()
    for _ in range(5):
        report(player, uuid.uuid4())
    # One row, for the address of the network that they came from.
    assert Tally.objects.count() == before + 1


def sit_by(door, *, name):
    began = timezone.now() - timedelta(hours=2)
    viewer = make_viewer(name=name, agency=make_agency(name=f"{name}の家"))
    return begin_sitting(
        recording=make_recording(), viewers=[viewer], kind=SittingKind.ALONE, now=began, let_in_by=door
    )


def send_pieces(player, sitting, count, *, first=0):
    spans = [(seq, [seq * 1_000, seq * 1_000 + 1_000]) for seq in range(first, first + count)]
    return report(player, sitting.key, *([seq, span, span, 1_000] for seq, span in spans)).status_code


def test_a_card_takes_no_more_in_a_day_than_a_home_can_watch_and_the_rest_the_next(player, manager):
    put_limit(TAKEN_A_DAY, 60, by=manager)
    most = 60 * ledger.PIECES_AN_HOUR
    today = timezone.localdate()
    TakenOfADay.objects.create(let_in_by="card:1", day=today, pieces=most - 300)
    first, second = sit_by("card:1", name="見本 一"), sit_by("card:1", name="見本 二")
    assert [send_pieces(player, first, 100, first=at) for at in (0, 100)] == [200, 200]
    assert [send_pieces(player, second, 100), send_pieces(player, second, 101)] == [200, 429]
    assert PlayedPiece.objects.count() == 300
    # What has come before takes nothing of it; another card has a measure of its own.
    assert send_pieces(player, second, 100) == 200
    assert send_pieces(player, sit_by("card:2", name="見本 三"), 100) == 200
    with time_machine.travel(timezone.now() + timedelta(days=1)):
        assert send_pieces(player, second, 101) == 200
    assert PlayedPiece.objects.count() == 401


def test_working_out_anew_what_many_reports_come_to_takes_of_the_same_measure(player):
    first = sit_by("card:1", name="見本 一")
    viewer = first.seats.get().viewer
    for at in (0, 150):
        send_pieces(player, first, 150, first=at)
    assert TakenOfADay.objects.get().pieces == 300
    beside = begin_sitting(
        recording=first.recording,
        viewers=[viewer],
        kind=SittingKind.ALONE,
        now=first.began_at,
        let_in_by="card:1",
    )
    # What overlaps has the viewer worked out anew: of 301 reports.
    assert send_pieces(player, beside, 1) == 200
    assert TakenOfADay.objects.get().pieces == 300 + 1 + 3
    most = declared(TAKEN_A_DAY).default * ledger.PIECES_AN_HOUR
    TakenOfADay.objects.update(pieces=most - 1)
    assert send_pieces(player, beside, 1, first=1) == 429
    assert (TakenOfADay.objects.get().pieces, PlayedPiece.objects.count()) == (most - 1, 301)


def test_what_was_measured_goes_after_two_days(player, sitting):
    send_pieces(player, sit_by("card:1", name="見本 一"), 1)
    tidy_up(now=timezone.now() + timedelta(days=1))
    assert TakenOfADay.objects.count() == 1
    tidy_up(now=timezone.now() + timedelta(days=2))
    assert TakenOfADay.objects.count() == 0


def test_a_day_of_a_card_is_one_row():
    facts = {"let_in_by": "card:1", "day": "2026-12-01", "pieces": 1}
    with pytest.raises(IntegrityError, match="viewing_takenofaday_once"):
        TakenOfADay.objects.bulk_create([TakenOfADay(**facts), TakenOfADay(**facts)])


def test_those_who_watch_together_are_credited_once_counted(player):
    began = timezone.now() - timedelta(minutes=2)
    one = make_viewer(name="見本 一")
    two = make_viewer(name="見本 二", agency=one.agency)
    sitting = begin_sitting(
        recording=make_recording(minutes=1), viewers=[one, two], kind=SittingKind.TOGETHER, now=began
    )
    answer = report(player, sitting.key)
    assert [answer.json()[name] for name in ("total", "waits", "counted")] == [15_000, True, False]
    assert Coverage.objects.count() == 0
    end_together(sittings=[sitting], stayed=[two.pk], now=timezone.now())
    assert list(Coverage.objects.values_list("viewer", "total")) == [(two.pk, 15_000)]
    # A player that was left open hears that it plays for nobody.
    after = report(player, sitting.key, [1, [15_000, 30_000], [600_000, 615_000], 1_000]).json()
    assert [after[name] for name in ("waits", "counted")] == [False, True]
    assert Coverage.objects.get().total == 15_000


def test_a_report_takes_as_many_queries_for_three_pieces_as_for_one(player, django_assert_num_queries):
    sitting = sit_by("card:1", name="見本 一")
    report(player, sitting.key)
    with django_assert_num_queries(9):
        report(player, sitting.key, [1, [15_000, 20_000], [15_000, 20_000], 1_000])
    spans = [(seq, [seq * 5_000, seq * 5_000 + 5_000]) for seq in (4, 5, 6)]
    three = [[seq, span, span, 1_000] for seq, span in spans]
    with django_assert_num_queries(9):
        report(player, sitting.key, *three)
