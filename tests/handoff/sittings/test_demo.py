"""The private door's demo world: three sittings at different places, a question that waits; made once."""

import pytest
from django.utils import timezone

from handoff.sittings.models import Advice, QuickQuestion, Sitting
from portal.demo.world import build
from tests.factories.cases import rows

pytestmark = pytest.mark.django_db


def test_a_committee_has_met_and_will_meet_however_often_the_world_is_made():
    for _ in range(2):
        build(door="private", now=timezone.now())
    assert [each.state for each in rows(Sitting.objects.order_by("number"))] == [
        "minuted",
        "sent",
        "planned",
    ]
    assert [each.state for each in rows(QuickQuestion.objects.all())] == ["asked"]
    assert len(rows(Advice.objects.filter(response=""))) == 1
