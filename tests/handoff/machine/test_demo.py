"""The demo world of this door: requests on their way, one without consent, a draft, one half moved."""

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from handoff.machine.models import Handoff
from portal.demo.tries import TRIES
from portal.demo.world import build
from tests.factories.cases import rows
from tests.handoff.clients import as_

pytestmark = pytest.mark.django_db


def test_six_requests_stand_at_different_places_however_often_the_world_is_made():
    for _ in range(2):
        build(door="private", now=timezone.now())
    found = rows(Handoff.objects.order_by("made_at"))
    assert sorted((each.state, each.way) for each in found) == [
        ("accepted", "paper"),
        ("draft", "here"),
        ("handing", "here"),
        ("paused", "paper"),
        ("requested", "here"),
        ("requested", "here"),
    ]


def test_what_the_guide_tries_at_this_door_stands_where_it_says():
    build(door="private", now=timezone.now())
    tries = [each for each in TRIES if each.door == "private"]
    assert [each.key for each in tries[:3]] == ["case_worker", "lead", "agency_coordinator"]
    for each in tries:
        client = as_(User.objects.get(email=each.member.email))
        assert client.get(each.path).status_code == 200, each.title
    (draft,) = rows(Handoff.objects.filter(state="draft"))
    worker = as_(User.objects.get(email=tries[0].member.email))
    assert draft.reference in worker.get(tries[0].path).text
    assert "承認をたのむ" in worker.get(reverse("handoff:detail", args=[draft.pk])).text
