"""What several people press at the same moment is done once, and everybody else gets a sentence.

Once each for what went wrong before; all pairs, many times: `tests/proof/test_handoff_races.py`.
"""

import pytest

from tests.handoff.racing.arena import race
from tests.handoff.racing.beside import BESIDE_STEPS
from tests.handoff.racing.committee import IN_COMMITTEE
from tests.handoff.racing.destroying import AT_THE_END
from tests.handoff.racing.rooms import IN_ROOMS

pytestmark = pytest.mark.django_db(transaction=True)
PAIRS = BESIDE_STEPS | IN_COMMITTEE | AT_THE_END | IN_ROOMS


@pytest.mark.parametrize(
    "name",
    [
        "note a call or accept",
        "stand in at once",
        "close a case by two",
        "remove a document by two",
        "end both enrolments of one",
        "report an incident or destroy",
        "close as a mistake or destroy",
        "send papers or rewrite one",
        "send papers or put another case",
        "confirm or write minutes",
        "recuse by two",
        "plan at once",
        "two chairs",
    ],
)
def test_at_the_same_moment_only_one_is_first(name):
    two = PAIRS[name]()
    outcome = race(two, seed=1)
    assert outcome.errors == {}
    assert two.stands(outcome), outcome
    assert list(two.holds()) == []
