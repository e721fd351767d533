"""After any steps, everybody stands on every day as an oracle says that knows the steps alone."""

import pytest

from tests.outreach.study_groups.random_steps import DEEDS, take_steps

pytestmark = pytest.mark.django_db(transaction=True)


def test_on_each_day_everybody_stood_as_the_steps_say(staff):
    world, wrong = take_steps(1, staff, 150)
    assert wrong == []
    assert min(world.taken[name] for name in DEEDS) > 0
