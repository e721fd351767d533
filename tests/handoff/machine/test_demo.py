"""The demo world of this door: requests on their way, one without consent, a draft, one half moved."""

import pytest
from django.utils import timezone

from handoff.machine.models import Handoff
from portal.demo.world import build
from tests.factories.cases import rows

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
