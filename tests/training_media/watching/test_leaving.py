"""Whoever leaves lets the next one begin anew; a group is counted before it goes."""

import pytest

from tests.factories.first_site import place_first_site
from tests.factories.training_media import make_card, name_people
from tests.factories.watching import WATCH, begin, come_in, report, show_card
from training_media.viewing.models import Coverage, Viewer

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def card(staff, transactional_db):
    place_first_site()
    made = make_card(by=staff)
    name_people(made.agency, "見本 花子", "見本 太郎", by=staff)
    return made


def test_leaving_lets_the_next_one_begin_anew(client, card):
    come_in(client, card)
    client.post("/watch/leave/")
    assert begin(client) == 403


def test_those_who_watched_together_are_counted_before_they_leave(client, card):
    show_card(client, card)
    picked = [each.pk for each in card.agency.viewer_names.order_by("pk")]
    client.post(f"{WATCH}together/", {"names_of": picked, "others": ""})
    report(begin(client))
    leaving = client.post("/watch/leave/").headers["Location"]
    assert leaving == f"{WATCH}count/?leaving=1"
    assert "終わる前に" in client.get(leaving).text
    stayed = list(Viewer.objects.values_list("pk", flat=True))
    answer = client.post(leaving, {"stayed": stayed})
    assert (answer.headers["Location"], Coverage.objects.count()) == ("/watch/", 2)
    assert begin(client) == 403


def test_those_who_sat_together_and_played_nothing_leave_at_once(client, card):
    show_card(client, card)
    picked = [each.pk for each in card.agency.viewer_names.order_by("pk")]
    client.post(f"{WATCH}together/", {"names_of": picked, "others": ""})
    begin(client)
    assert client.post("/watch/leave/").headers["Location"] == "/watch/"
    assert begin(client) == 403
