"""50,000 random steps through hand-offs; after every one each invariant is asked anew."""

from collections import Counter

import pytest

from tests.benchmarks.server import load
from tests.handoff.machine.walk import walk

pytestmark = pytest.mark.django_db
SEEDS, STEPS = 100, 500


def test_fifty_thousand_steps(capsys):
    counts = Counter()
    for seed in range(SEEDS):
        counts += walk(seed, steps=STEPS)
    with capsys.disabled():
        print(f"\n{SEEDS} walks x {STEPS} steps: {dict(counts)}, load {load()}")
    assert sum(counts.values()) == SEEDS * STEPS
