"""At full size: what is credited is what was watched, and nobody forges more than the time that passed."""

import statistics

import pytest

from tests.training_media.viewing.afternoons import credited_as_watched_and_rebuilt
from tests.training_media.viewing.traces import forged, once, trace, truth
from training_media.viewing.models import PlayedPiece
from training_media.viewing.rules import FASTEST_RATE, MEASURING, most_credit, settled
from training_media.viewing.spans import is_spans, length

TRACES, FORGERS, AFTERNOONS = 1_000, 10_000, 100
# In hundredths: of each seed another share of reports and answers is lost.
MOST_LOSS = 30


def loss_of(seed):
    return seed % (MOST_LOSS + 1) / 100


def test_a_thousand_traces_are_credited_to_the_second():
    errors = []
    for seed in range(TRACES):
        made = trace(seed, loss=loss_of(seed))
        found, real = settled(once(made.delivered)).credit, truth(made.tabs)
        assert found.keys() == real.keys()
        assert all(is_spans(spans) for spans in found.values())
        errors += [abs(length(spans) - real[account]) for account, spans in found.items()]
    print(f"{TRACES} traces, {len(errors)} totals: error at most {max(errors)} ms, ", end="")
    print(f"on average {statistics.mean(errors):.1f} ms")
    assert max(errors) < 1_000


def test_ten_thousand_forgers_are_never_credited_more_than_time_allows():
    nearest = 0.0
    for seed in range(FORGERS):
        beacons, until = forged(seed)
        found = settled(beacons)
        total = sum(map(length, found.credit.values()))
        most = until * FASTEST_RATE // 1_000 * MEASURING // 1_000
        assert total <= most
        assert total <= most_credit(found.spent)
        nearest = max(nearest, total / most if most else 0)
    print(f"{FORGERS} forgers: the boldest was credited {nearest:.0%} of what time allows")
    assert nearest > 0


@pytest.mark.django_db(transaction=True)
def test_a_hundred_afternoons_in_the_ledger_are_credited_and_rebuilt_the_same():
    for seed in range(AFTERNOONS):
        credited_as_watched_and_rebuilt(seed, loss=loss_of(seed))
    pieces = PlayedPiece.objects.count()
    print(f"{AFTERNOONS} afternoons, {pieces} pieces in the ledger: credited, and rebuilt the same")
