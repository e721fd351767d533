import pytest

from foundation.paper_keys import for_paper, from_paper

KEY = bytes(range(32))


def test_a_key_stands_on_paper_in_groups_of_four():
    assert for_paper(KEY).splitlines() == [
        "AAAQ EAYE AUDA OCAJ BIFQ YDIO B4IB",
        "CEQT CQKR MFYY DENB WHA5 DYPQ",
    ]


@pytest.mark.parametrize(
    "typed", [str.lower, lambda key: key.replace(" ", "-"), lambda key: "".join(key.split())]
)
def test_it_is_read_however_it_is_typed(typed):
    assert from_paper(typed(for_paper(KEY))) == KEY


@pytest.mark.parametrize("typed", ["AAA0", "A", "鍵鍵鍵鍵", "AAAA!AAA", "AAA=AAAA"])
def test_other_signs_are_refused_and_not_repeated(typed):
    with pytest.raises(ValueError, match="no key from paper") as refused:
        from_paper(typed)
    assert refused.value.__cause__ is None
