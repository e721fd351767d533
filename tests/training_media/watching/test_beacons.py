"""The door for reports of players: the sitting's key alone opens it, and what is answered is kept."""

import json
import uuid
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from tests.factories.training_media import make_course, make_recording, make_viewer
from training_media.viewing.enums import SittingKind
from training_media.viewing.models import Coverage, PlayedPiece, Seat, Sitting
from training_media.viewing.services.ledger import begin_sitting, end_together
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
        "covered": [[0, 15_000]],
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


def test_only_people_who_sat_there_all_together_and_today_are_counted():
    course, now = make_course(parts=1), timezone.now()
    recording = course.parts.get().recording
    one = make_viewer(name="見本 一")
    two, three = (make_viewer(name=f"見本 {word}", agency=one.agency) for word in ("二", "三"))

    def sit(*viewers, hours=1):
        began = now - timedelta(hours=hours)
        return begin_sitting(recording=recording, viewers=viewers, kind=SittingKind.TOGETHER, now=began)

    sit(one, two, three)
    sit(one)
    sit(one, two, hours=30)
    ours = sit(one, two)
    keys = [one.pk, two.pk]
    assert waiting_sittings(course, keys, now=now) == [ours]
    assert count_again(course=course, viewers=[one, two], stayed=[two.pk, three.pk], now=now) == 1
    assert Sitting.objects.filter(closed_at__isnull=False).get() == ours
    assert list(Seat.objects.filter(stayed=True).values_list("viewer", flat=True)) == [two.pk]
    assert waiting_sittings(course, keys, now=now) == []


def test_only_a_post_is_taken(player):
    assert player.get(DOOR).status_code == 405


def test_too_many_reports_of_one_sitting_wait(player, sitting, settings):
    settings.BEACON_RATES = {"beacon": "2/m/key", "unknown": "1/m/ip"}
    assert [report(player, sitting.key).status_code for _ in range(3)] == [200, 200, 429]
    assert [report(player, uuid.uuid4()).status_code for _ in range(2)] == [404, 429]


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


def test_a_report_takes_as_many_queries_for_three_pieces_as_for_one(
    player, sitting, django_assert_num_queries
):
    report(player, sitting.key)
    with django_assert_num_queries(9):
        report(player, sitting.key, [1, [15_000, 20_000], [15_000, 20_000], 1_000])
    spans = [(seq, [seq * 5_000, seq * 5_000 + 5_000]) for seq in (4, 5, 6)]
    three = [[seq, span, span, 1_000] for seq, span in spans]
    with django_assert_num_queries(9):
        report(player, sitting.key, *three)
