"""Nothing counts after the visit, after the last day, or after the card was ended; what came before stays."""

import json
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from tests.factories.training_media import make_campaign, make_card, make_course, make_viewer, name_people
from tests.factories.watching import BEGIN, come_in
from training_media.campaigns.services.inviting import issue_anew, revoke
from training_media.models import Part
from training_media.viewing.enums import SittingKind
from training_media.viewing.models import Coverage, Sitting
from training_media.viewing.services.ledger import Piece, begin_sitting, take_pieces
from training_media.watching.access import personal_token
from training_media.watching.services.coming_in import make_personal_cards, revoke_personal_card

pytestmark = pytest.mark.django_db(transaction=True)

MINUTE = 60_000
HOUR = timedelta(hours=1)
NAME = "見本 花子"


@pytest.fixture(autouse=True)
def now():
    """Let the clock stand still but where a test moves it."""
    at = timezone.now()
    with time_machine.travel(at, tick=False):
        yield at


@pytest.fixture
def card(now, staff):
    made = make_card(make_campaign(make_course(parts=1), by=staff, days=3), by=staff)
    name_people(made.agency, NAME, by=staff)
    return made


def begin(client):
    return client.post(BEGIN).json()["sitting"]


def report(key, *, minutes, seq=0, start=0):
    span = [start * MINUTE, (start + minutes) * MINUTE]
    words = {"sitting": key, "pieces": [[seq, span, span, 1_000]]}
    answer = Client().post("/videos/beacons/", json.dumps(words), content_type="text/plain")
    assert answer.status_code == 200
    return answer.json()["total"] // MINUTE


def test_what_is_played_after_the_visit_counts_for_nobody(client, card, now):
    come_in(client, card)
    key = begin(client)
    with time_machine.travel(now + 30 * HOUR):
        assert report(key, minutes=10) == 10
        late = 20 * 60
        assert report(key, minutes=5, seq=1, start=late) == 10


def test_the_last_day_is_the_last_also_for_whoever_signed_in_or_came_at_its_evening(client, card):
    last = card.period.last_day
    evening = timezone.make_aware(timezone.datetime.combine(last, timezone.datetime.min.time())) + 23 * HOUR
    with time_machine.travel(evening):
        come_in(client, card)
        key = begin(client)
    assert Sitting.objects.get().counts_until == evening + HOUR
    with time_machine.travel(evening + 2 * HOUR):
        assert report(key, minutes=45) == 45
        assert Sitting.objects.get().counts_until == evening + HOUR


@pytest.mark.parametrize("ending", [revoke, issue_anew])
def test_an_ended_card_ends_what_began_by_it_and_keeps_what_was_watched(client, card, staff, now, ending):
    come_in(client, card)
    key = begin(client)
    with time_machine.travel(now + timedelta(minutes=20)):
        assert report(key, minutes=10) == 10
        why = {"reason": "なくした"} if ending is revoke else {"issue": card.issue}
        ending(card=card, actor=staff, now=timezone.now(), **why)
    with time_machine.travel(now + timedelta(minutes=60)):
        assert report(key, minutes=10, seq=1, start=30) == 10


def test_one_s_own_card_ends_alone_and_with_the_card_of_the_agency(client, card, staff, now):
    names = list(card.agency.viewer_names.all())
    (own,) = make_personal_cards(invitation=card, names=names, actor=staff, now=now)
    client.post(f"/watch/me/{personal_token(own)}/")
    begin(client)
    assert Sitting.objects.get().let_in_by == f"card:{card.pk}/own:{own.pk}"
    revoke_personal_card(card=own, actor=staff, now=now + HOUR)
    assert Sitting.objects.get().counts_until == now + HOUR
    other = make_card(card.campaign, by=staff, agency=make_viewer().agency)
    begin_sitting(
        recording=Part.objects.get().recording,
        viewers=[make_viewer(name="別の人", agency=other.agency)],
        kind=SittingKind.ALONE,
        now=now,
        let_in_by=f"card:{card.pk}0",
    )
    revoke(card=card, reason="なくした", actor=staff, now=now + HOUR / 2)
    ends = Sitting.objects.order_by("pk").values_list("counts_until", flat=True)
    assert list(ends) == [now + HOUR / 2, None]


def test_nobody_uses_up_the_days_of_somebody_else_by_a_blink(card, now):
    """Whoever says a name at a card may report for it; a millisecond of film takes no more of a life."""
    viewer = make_viewer(agency=card.agency)
    recording = Part.objects.get().recording
    began = now - timedelta(days=10)
    hostile, honest = (
        begin_sitting(recording=recording, viewers=[viewer], kind=SittingKind.ALONE, now=at)
        for at in (began, began + timedelta(days=1))
    )
    whole = (0, 45 * MINUTE)
    take_pieces(key=honest.key, pieces=[Piece(0, whole, whole, 1_000)], now=now - timedelta(days=5))
    blink = Piece(0, (0, 1), (0, 10 * 24 * 60 * MINUTE), 1_000)
    take_pieces(key=hostile.key, pieces=[blink], now=now)
    assert Coverage.objects.get().total == 45 * MINUTE
