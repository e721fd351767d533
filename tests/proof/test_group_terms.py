"""A thousand random steps in committees: access equals the table on every date."""

import pytest

from tests.factories.accounts import manager
from tests.outreach.study_groups.committees.steps import DEEDS, EXPIRED, take_steps

__all__ = ["manager"]

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("seed", range(3))
def test_after_a_thousand_steps_everybody_stood_as_the_steps_say(seed, manager):
    world, wrong, _ = take_steps(seed, manager, 1000)
    assert wrong == []
    assert min(world.taken[name] for name in [*DEEDS, EXPIRED]) > 0
