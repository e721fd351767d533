"""Whatever anybody tries in whatever order: readers, ledger and turns agree with an account by hand."""

import pytest

from tests.handoff.machine.walk import walk

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("seed", range(2))
def test_after_each_step_everybody_reads_what_they_may_and_the_ledger_says_so(seed):
    counts = walk(seed, steps=100, check_every=4)
    assert counts["deed"] > 5
    assert counts["Refused"] > 5
