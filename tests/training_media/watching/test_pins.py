"""Wrong PINs close a card for a while, first where they were typed; the desk opens it at once."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from foundation.audit.models import Entry
from tests.factories.accounts import sign_in
from tests.factories.first_site import place_first_site
from tests.factories.training_media import make_card
from training_media.campaigns.keys import code_of, pin_of
from training_media.watching.passes import COOKIE

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def card(staff, transactional_db):
    place_first_site()
    return make_card(by=staff)


def show_now(client, card):
    return client.post("/watch/pin/", {"code": code_of(card.seed), "pin": pin_of(card.seed)})


def try_wrong(client, card):
    wrong = "000000" if pin_of(card.seed) != "000000" else "111111"
    return client.post("/watch/pin/", {"code": code_of(card.seed), "pin": wrong}).status_code


def test_after_too_many_wrong_pins_none_is_taken_from_there_also_not_the_right_one(client, card, settings):
    settings.WATCHING_RATES = {"wrong_pin": "2/15m/ip", "wrong_pin_anywhere": "9/h/key"}
    assert [try_wrong(client, card) for _ in range(4)] == [422, 422, 429, 429]
    show_now(client, card)
    assert COOKIE not in client.cookies
    # Nobody else is shut out by that, and this one not for long.
    other = Client(REMOTE_ADDR="203.0.113.9")
    show_now(other, card)
    assert COOKIE in other.cookies
    with time_machine.travel(timezone.now() + timedelta(minutes=16)):
        show_now(client, card)
    assert COOKIE in client.cookies


def test_wrong_pins_from_many_places_shut_a_card_but_not_for_where_it_was_let_in(card, settings):
    settings.WATCHING_RATES = {"wrong_pin": "2/h/ip", "wrong_pin_anywhere": "3/d/key", "let_in": "1/30d/ip"}
    home, another = Client(REMOTE_ADDR="203.0.113.1"), Client(REMOTE_ADDR="203.0.113.2")
    show_now(home, card)
    for number in range(4):
        try_wrong(Client(REMOTE_ADDR=f"198.51.100.{number}"), card)
    card.refresh_from_db()
    assert card.shut_until is not None
    show_now(another, card)
    assert COOKIE not in another.cookies
    at_home = Client(REMOTE_ADDR="203.0.113.1")
    show_now(at_home, card)
    assert COOKIE in at_home.cookies
    # From home as well, nobody tries without end.
    assert [try_wrong(at_home, card) for _ in range(3)] == [422, 422, 429]


def test_a_card_that_was_shut_takes_its_pin_again_after_a_quarter_of_an_hour(card, settings):
    settings.WATCHING_RATES = {"wrong_pin": "2/h/ip", "wrong_pin_anywhere": "1/d/key", "let_in": "1/30d/ip"}
    for number in range(2):
        try_wrong(Client(REMOTE_ADDR=f"198.51.100.{number}"), card)
    late, later = Client(REMOTE_ADDR="203.0.113.1"), Client(REMOTE_ADDR="203.0.113.2")
    for client, minutes in ((late, 14), (later, 16)):
        with time_machine.travel(timezone.now() + timedelta(minutes=minutes)):
            show_now(client, card)
    assert [COOKIE in late.cookies, COOKIE in later.cookies] == [False, True]


def test_the_desk_takes_pins_of_a_card_again_and_counts_wrong_ones_anew(card, staff, settings):
    settings.WATCHING_RATES = {"wrong_pin": "2/d/ip", "wrong_pin_anywhere": "2/d/key", "let_in": "1/30d/ip"}
    home, desk = Client(REMOTE_ADDR="203.0.113.1"), sign_in(Client(), staff)
    page, deed = (
        reverse("campaign_desk:card", args=[card.pk]),
        reverse("watching_desk:take_pins", args=[card.pk]),
    )
    try_wrong(Client(REMOTE_ADDR="198.51.100.1"), card)
    assert [try_wrong(home, card) for _ in range(3)] == [422, 422, 429]
    assert "まで受け付けません" in desk.get(page).text
    show_now(home, card)
    assert COOKIE not in home.cookies
    assert Client().post(deed).status_code == 302
    answer = desk.post(deed, follow=True)
    told = ("すぐに受け付けるようにしました", "まで受け付けません")
    assert [words in answer.text for words in told] == [True, False]
    assert Entry.objects.get(verb="watching.card_opened").actor_id == staff.pk
    # From the beginning: one wrong one shuts nobody out, and too many do again.
    assert try_wrong(home, card) == 422
    show_now(home, card)
    assert COOKIE in home.cookies
    assert [try_wrong(home, card) for _ in range(2)] == [422, 429]
