"""The map by which the long proofs walk through the whole door knows every address that there is."""

import pytest

from tests.handoff.addresses import TABLE
from tests.proof.whole_addresses import addresses


@pytest.fixture
def known():
    return addresses(1)


def test_every_address_of_the_table_is_on_the_map(known):
    assert {each.name for each in known} == set(TABLE)


def test_of_each_number_it_is_known_whose_it_is(known):
    named = [each for each in known if each.numbers]
    assert named
    for each in named:
        assert each.models
        assert (each.child is not None) == (len(each.numbers) > 1)
