"""What `site/handoff/asvs.toml` says of each requirement is there to be found, and none is missing."""

import ast
import tomllib
from collections import Counter
from functools import cache

from tests.architecture import tree

# OWASP ASVS 5.0.0: for each chapter the levels of its requirements, in order, a group for each section.
STANDARD = {
    1: "22 1111122223 112222222223 222 123",
    2: "122 112 12223 23",
    3: "3 113 12223 11222233 11122333 3 22333",
    4: "12233 23333 22 1222",
    5: "2 112333 113 222",
    6: "122 111111112222 11223333 112233 22222333 2223 33 2222",
    7: "222 1111 22 11222 223 22",
    8: "1233 1123 133 23",
    9: "111 1222",
    10: "22 223 22223 1111122222233333 22222 22 222",
    11: "2233 22233 11233 1222 23 23 33",
    12: "12233 11 22223",
    13: "2333 222223 2233 1222233",
    14: "22 12223333 122",
    15: "12233 12233 1222222 3333",
    16: "2 22222 2222 222 2223",
    17: "23 22223333 22",
}
# Of level 3, because criminal records and disability are known here.
CHOSEN = frozenset(
    {
        *("1.2.10", "1.3.12", "2.3.5", "3.4.7", "3.4.8", "3.5.8", "4.1.4", "5.2.4", "5.2.5"),
        *("5.2.6", "5.3.3", "6.3.5", "6.3.6", "6.3.7", "6.3.8", "6.4.5", "6.4.6", "6.5.6"),
        *("6.5.8", "7.5.3", "8.3.2", "8.3.3", "11.1.4", "11.2.5", "11.3.4", "13.1.4", "13.3.4"),
        *("13.4.6", "13.4.7", "14.2.5", "14.2.6", "14.2.7", "14.2.8", "15.4.1", "15.4.2", "16.5.4"),
    }
)
SAID = tomllib.loads(tree.text("site/handoff/asvs.toml"))
REQUIREMENTS = SAID["requirement"]
WAYS = (frozenset({"test"}), frozenset({"document", "phrase"}), frozenset({"unmet"}))
LEAST_WORDS = 3
# How many of each level are not met; each says why.
UNMET = {1: 1, 2: 6, 3: 4}


def levels():
    """Return the level of each requirement of the standard by its number."""
    return {
        f"{chapter}.{section}.{number}": int(level)
        for chapter, sections in STANDARD.items()
        for section, group in enumerate(sections.split(), start=1)
        for number, level in enumerate(group, start=1)
    }


def not_applicable():
    return [each for group in SAID["not_applicable"] for each in group["ids"]]


@cache
def names_of_tests(path):
    """Return the names of the tests in a file."""
    return {node.name for node in ast.walk(ast.parse(tree.text(path))) if isinstance(node, ast.FunctionDef)}


def faults(requirements):
    """Return the requirements whose test is not there, or whose phrase is not in its document."""
    found = {}
    for each in requirements:
        path, _, name = each.get("test", "").partition("::")
        if path and (not (tree.ROOT / path).exists() or name not in names_of_tests(path)):
            found[each["id"]] = each["test"]
        if "phrase" in each and each["phrase"] not in tree.text(each["document"]):
            found[each["id"]] = each["phrase"]
    return found


def test_the_standard_is_held_as_it_was_counted():
    assert Counter(levels().values()) == {1: 70, 2: 183, 3: 92}


def test_each_requirement_of_levels_one_and_two_is_answered_or_does_not_apply():
    wanted = {each for each, level in levels().items() if level < 3}
    answered = [each["id"] for each in REQUIREMENTS]
    assert sorted(set(answered)) == sorted(answered)
    assert set(answered) | set(not_applicable()) == wanted | CHOSEN
    assert set(answered).isdisjoint(not_applicable())
    assert len(not_applicable()) == len(set(not_applicable())) == 62
    assert Counter(levels()[each] for each in answered) == {1: 64, 2: 127, 3: len(CHOSEN)}


def test_each_says_its_level_and_what_it_asks_in_our_words_and_one_way_in_which_it_is_met():
    for each in REQUIREMENTS:
        assert each["level"] == levels()[each["id"]], each
        assert len(each["words"].split()) >= LEAST_WORDS, each
        assert frozenset(each) - {"id", "level", "words"} in WAYS, each
        assert not each["words"].startswith("Verify"), each
    assert all(len(group["why"].split()) >= LEAST_WORDS for group in SAID["not_applicable"])


def test_every_test_is_there_and_every_phrase_stands_in_its_document():
    assert faults(REQUIREMENTS) == {}


def test_a_test_or_a_phrase_that_is_not_there_is_found():
    forged = [
        {"id": "1.1.1", "test": "tests/handoff/test_asvs.py::test_nothing"},
        {"id": "1.1.2", "test": "tests/handoff/test_none.py::test_nothing"},
        {"id": "1.2.1", "document": "site/handoff/security.md", "phrase": "no such phrase"},
        {
            "id": "1.2.2",
            "test": "tests/handoff/test_asvs.py::test_what_is_not_met_is_counted",
        },
    ]
    assert faults(forged).keys() == {"1.1.1", "1.1.2", "1.2.1"}


def test_what_is_not_met_is_counted():
    unmet = sorted((each["id"], each["level"]) for each in REQUIREMENTS if "unmet" in each)
    assert Counter(level for _, level in unmet) == UNMET
    assert all(len(each["unmet"].split()) >= LEAST_WORDS for each in REQUIREMENTS if "unmet" in each)
