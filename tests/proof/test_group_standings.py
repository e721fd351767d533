"""Who stands how in communities: 1,000 random steps under several seeds, each day held against an oracle."""

import pytest

from accounts.enums import PublicRole
from tests.benchmarks.server import load
from tests.factories.accounts import make_user
from tests.outreach.study_groups.random_steps import take_steps

pytestmark = pytest.mark.django_db(transaction=True)

STEPS, SEEDS = 1_000, range(2, 7)


def test_a_thousand_steps_leave_everybody_as_the_table_says_on_every_day(capsys):
    staff, days, refused = make_user(roles=[PublicRole.STAFF, PublicRole.MANAGER]), 0, 0
    for seed in SEEDS:
        world, wrong = take_steps(seed, staff, STEPS)
        assert wrong == []
        days += len({day for day, _, _ in world.oracle.days})
        refused += world.taken["refused"]
    with capsys.disabled():
        print(
            f"\n{STEPS} steps x {len(SEEDS)} seeds, {refused} refused, {days} days: 0 differ, load {load()}"
        )
