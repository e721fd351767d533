"""Conflicting deeds of the private door by eight threads at once: one winner each, and nothing half done."""

from collections import Counter

import pytest

from foundation.audit import chain
from tests.benchmarks.server import load
from tests.handoff.racing.arena import race, without_row_locks
from tests.handoff.racing.beside import BESIDE_STEPS
from tests.handoff.racing.committee import IN_COMMITTEE
from tests.handoff.racing.destroying import AT_THE_END
from tests.handoff.racing.footing import ON_FOOTING
from tests.handoff.racing.machine import ON_ONE_HANDOFF
from tests.handoff.racing.rooms import IN_ROOMS

pytestmark = pytest.mark.django_db(transaction=True)
# Pairs that nothing but a locked row, or a constraint behind it, keeps apart.
UNLOCKED = (
    "accept or withdraw",
    "approve by two",
    "acknowledge or withdraw",
    "two clocks",
    "write roles by two",
    "a role stays or ends",
    "close a case by two",
    "remove a document by two",
    "approve a basis by two",
    "confirm a safeguard by two",
    "take a consultation by two",
    "answer a consultation by two",
    "close an incident by two",
    "confirm a destruction by two",
    "confirm a destruction or take it back",
    "hold or destroy",
    "ask for the release of a hold by two",
    "answer a quick question by two",
)
PAIRS = ON_ONE_HANDOFF | ON_FOOTING | BESIDE_STEPS | IN_ROOMS | AT_THE_END | IN_COMMITTEE
ROUNDS, UNLOCKED_ROUNDS = 4, 3
LEAST_PAIRS, LEAST_WRONG = 200, 8


def run(name, *, rounds):
    """Race one pair several times; return what was done, how the others were answered and what is wrong."""
    done, refused, wrong = Counter(), Counter(), Counter()
    for seed in range(rounds):
        two = PAIRS[name]()
        outcome = race(two, seed=seed)
        done += outcome.done
        refused += outcome.refused
        wrong += outcome.errors
        if not two.stands(outcome):
            wrong[f"won: {dict(outcome.done)}"] += 1
        wrong.update(what_fails(two))
    return done, refused, wrong


def what_fails(two):
    """Return what does not hold after a race; the account of the random walks says it by an assertion."""
    try:
        return list(two.holds())
    except AssertionError as failed:
        return [f"does not hold: {str(failed).splitlines()[0]}"]


@pytest.mark.parametrize("name", PAIRS)
def test_whoever_presses_at_once_only_one_wins(name, capsys):
    done, refused, wrong = run(name, rounds=ROUNDS)
    with capsys.disabled():
        print(f"\n{name}: {ROUNDS} x 8, done {dict(done)}, answered {dict(refused)}, load {load()}")
    assert wrong == {}
    assert chain.verify().broken_id is None


def test_there_are_as_many_pairs_as_were_asked_for():
    print(f"\n{len(PAIRS)} pairs x {ROUNDS} rounds x 8 threads")
    assert len(PAIRS) * ROUNDS >= LEAST_PAIRS


def test_without_the_row_locks_pairs_go_wrong(monkeypatch, capsys):
    """Names that are locked and constraints stay: what they still stop is told, each by its own name."""
    without_row_locks(monkeypatch)
    wrong, spoke = {}, Counter()
    for name in UNLOCKED:
        found = run(name, rounds=UNLOCKED_ROUNDS)[2]
        guards = Counter({word: times for word, times in found.items() if word.isidentifier()})
        spoke += guards
        if found - guards:
            wrong[name] = dict(found - guards)
    with capsys.disabled():
        print(f"\nwithout row locks {len(wrong)} of {len(UNLOCKED)} pairs go wrong:")
        for name, words in wrong.items():
            print(f"  {name}: {words}")
        print(f"constraints that spoke: {dict(spoke)}")
    assert len(wrong) >= LEAST_WRONG
