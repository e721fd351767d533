"""Whoever found a card makes up names, until there are more than any home has; those who were named go on."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.factories.limits import put_limit
from tests.factories.training_media import make_card, name_people
from tests.factories.watching import WATCH, come_in, show_card
from training_media.viewing.models import Viewer
from training_media.watching.exceptions import WatchingRefused
from training_media.watching.limits import STRANGERS_A_DAY
from training_media.watching.services.coming_in import Who, name_viewers

pytestmark = pytest.mark.django_db(transaction=True)

NOW = timezone.now()


@pytest.fixture
def card(staff):
    made = make_card(by=staff)
    name_people(made.agency, "見本 花子", by=staff)
    return made


def make_up(card, names, *, now=NOW):
    return name_viewers(agency=card.agency, people=[Who(each) for each in names], now=now)


def test_no_more_names_are_made_up_within_a_day_than_the_centre_says(card, manager):
    put_limit(STRANGERS_A_DAY, 30, by=manager)
    names = [f"作り話 {number}" for number in range(30)]
    make_up(card, names)
    with pytest.raises(WatchingRefused, match="名簿にないお名前が多すぎて"):
        make_up(card, ["もう一人"])
    # Whom the agency has named, and whoever is known there already, go on.
    assert len(make_up(card, ["見本 花子", names[0]])) == 2
    assert len(make_up(card, ["もう一人"], now=NOW + timedelta(days=1, seconds=1))) == 1


def test_one_and_a_group_read_why_no_more_names_are_taken(client, card, manager):
    put_limit(STRANGERS_A_DAY, 1, by=manager)
    show_card(client, card)
    group = client.post(f"{WATCH}together/", {"others": "作り話 一\n作り話 二"})
    assert (group.status_code, "作り話 二" in group.text) == (422, True)
    assert client.post("/watch/who/", {"name_of": 0, "name": "作り話 一", "job": ""}).status_code == 303
    page = client.post("/watch/who/", {"name_of": 0, "name": "作り話 二", "job": ""})
    words = "名簿にないお名前が多すぎて"
    assert (page.status_code, words in page.text, words in group.text) == (429, True, True)
    assert [each.name for each in Viewer.objects.all()] == ["作り話 一"]
    assert come_in(client, card).status_code == 303
