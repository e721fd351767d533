"""After any steps of appointing, signing, resigning, renewing and running out, access is as the steps say."""

import pytest

from outreach.study_groups.committees import models
from outreach.study_groups.enums import Capacity
from tests.outreach.study_groups.committees.steps import DEEDS, EXPIRED, take_steps

pytestmark = pytest.mark.django_db(transaction=True)


def test_on_each_day_everybody_stood_as_the_steps_say(manager):
    world, wrong, seen = take_steps(7, manager, 150)
    assert wrong == []
    assert min(world.taken[name] for name in [*DEEDS, EXPIRED]) > 0
    assert min(seen[each] for each in (Capacity.CHAIR, Capacity.APPOINTED, Capacity.OBSERVER)) > 0


def test_without_the_promise_the_suite_fails(manager, monkeypatch):
    monkeypatch.setattr(models.Appointment.objects._queryset_class, "signed", lambda rows, day: rows)
    _, wrong, _ = take_steps(7, manager, 40)
    assert wrong != []
