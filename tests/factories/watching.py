"""Somebody comes in by a card, opens a player and reports."""

import json
from datetime import timedelta

import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from training_media.campaigns.keys import code_of, pin_of
from training_media.viewing.models import Seat, Sitting
from training_media.watching.access import personal_token

WATCH = "/videos/ukeire/watch/"
BEGIN = f"{WATCH}1/begin/"


def show_card(client, card):
    """Show a card and its PIN, as if ten minutes ago."""
    with time_machine.travel(timezone.now() - timedelta(minutes=10)):
        client.post("/watch/pin/", {"code": code_of(card.seed), "pin": pin_of(card.seed)})


def come_in(client, card, name="見本 花子"):
    show_card(client, card)
    return say_who(client, card, name)


def say_who(client, card, name="見本 花子"):
    chosen = card.agency.viewer_names.get(name=name).pk
    return client.post("/watch/who/", {"name_of": chosen, "name": "", "job": ""})


def begin(client):
    """Open a player, as if five minutes ago; returns the key of its sitting, or why there is none."""
    with time_machine.travel(timezone.now() - timedelta(minutes=5)):
        return begin_now(client)


def begin_now(client):
    answer = client.post(BEGIN)
    return answer.json()["sitting"] if answer.status_code == 201 else answer.status_code


def watch_a_little(client):
    """Open a player and let it report a quarter of a minute; returns the key of its sitting."""
    key = begin(client)
    report(key)
    return key


def report(key, until=15_000):
    words = {"sitting": key, "pieces": [[0, [0, until], [0, until], 1_000]]}
    return Client().post("/videos/beacons/", json.dumps(words), content_type="text/plain")


def show_own(client, own_card):
    """Read a card of one's own, as if ten minutes ago."""
    with time_machine.travel(timezone.now() - timedelta(minutes=10)):
        return client.post(reverse("watching:personal", args=[personal_token(own_card)]))


def sit_down(client, card):
    """Tick everybody whom the agency of a card has named."""
    named = list(card.agency.viewer_names.values_list("pk", flat=True))
    return client.post(f"{WATCH}together/", {"names_of": named, "others": ""})


def last_seated():
    """Return the names of those for whom a player was opened last."""
    return set(
        Seat.objects.filter(sitting=Sitting.objects.latest("pk")).values_list("viewer__name", flat=True)
    )
