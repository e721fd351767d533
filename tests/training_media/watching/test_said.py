"""Without scripts somebody says that they watched: they read what that counts for, and what comes next."""

import pytest
from django.test import Client
from django.utils import timezone

from tests.factories.films import make_ready
from tests.factories.first_site import place_first_site
from tests.factories.training_media import make_card, name_people
from tests.factories.watching import WATCH, come_in, show_card
from training_media.models import Part

pytestmark = pytest.mark.django_db(transaction=True)

NOT_ENOUGH = "「見ました」だけでは修了にならず"
NAMES = ["見本 わ", "見本 あ", "見本 か"]


@pytest.fixture
def card(staff, transactional_db):
    place_first_site()
    made = make_card(by=staff)
    name_people(made.agency, "見本 花子", by=staff)
    recording = make_ready(actor=staff, now=timezone.now(), duration=90_000)
    Part.objects.filter(number=1).update(recording=recording)
    return made


def test_before_and_after_it_is_said_what_it_counts_for_and_where_to_go_on(client, card):
    come_in(client, card)
    player = f"{WATCH}1/"
    page = client.get(player).text
    assert (NOT_ENOUGH in page, "次の「" in page) == (True, False)
    assert f'class="button" href="{player}"' in client.get(WATCH).text
    client.post(f"{player}said/", {"words": ""})
    page = client.get(player).text
    assert (NOT_ENOUGH in page, f'href="{WATCH}2/">次の「第2部」を見る' in page) == (True, True)
    parts = client.get(WATCH).text
    assert NOT_ENOUGH in parts
    # The next part looks like what comes next, although nothing was measured of the first one.
    assert [f'class="button" href="{WATCH}{number}/"' in parts for number in (1, 2)] == [False, True]


def test_after_the_last_part_the_way_leads_to_all_that_is_to_be_done(client, card, staff):
    recording = make_ready(actor=staff, now=timezone.now(), duration=90_000)
    Part.objects.filter(number=2).update(recording=recording)
    come_in(client, card)
    client.post(f"{WATCH}2/said/", {"words": ""})
    assert f'href="{WATCH}">このあとすることを見る' in client.get(f"{WATCH}2/").text


def test_a_list_of_parts_of_which_nobody_said_anything_explains_nothing(client, card):
    come_in(client, card)
    assert NOT_ENOUGH not in client.get(WATCH).text


@pytest.mark.parametrize("names", [NAMES, NAMES[::-1]])
def test_a_group_is_shown_in_the_order_in_which_it_was_typed(card, names):
    client = Client()
    show_card(client, card)
    client.post(f"{WATCH}together/", {"others": "\n".join(names)})
    for address in (WATCH, f"{WATCH}1/", f"{WATCH}count/", f"{WATCH}done/"):
        page = client.get(address).text
        assert sorted(names, key=page.index) == names
