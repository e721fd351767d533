"""50,000 random steps through hand-offs; whenever a step changed anything, every invariant is asked anew."""

from collections import Counter

import pytest

from tests.benchmarks.server import load
from tests.handoff.machine.walk import walk

pytestmark = pytest.mark.django_db
SEEDS, STEPS = range(100), 500
TENTHS = [SEEDS[start : start + 10] for start in range(0, len(SEEDS), 10)]


@pytest.mark.parametrize("seeds", TENTHS, ids=str)
def test_fifty_thousand_steps(capsys, seeds):
    counts = Counter()
    for seed in seeds:
        counts += walk(seed, steps=STEPS)
    with capsys.disabled():
        print(f"\n{seeds} walks x {STEPS} steps: {dict(counts)}, load {load()}")
    assert sum(counts.values()) == len(seeds) * STEPS
