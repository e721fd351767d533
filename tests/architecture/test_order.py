"""Each process begins with its part of the longest tests, and no test is lost on the way."""

from types import SimpleNamespace

import pytest

from tests.order import LONGEST, turns

DEMO, JOURNEY, SITE = (f"{name.removesuffix('/')}/test" for names in LONGEST for name in names)


def listed(*names):
    return [SimpleNamespace(nodeid=name) for name in names]


def names(tests):
    return [test.nodeid for test in tests]


def test_two_processes_begin_with_what_takes_longest():
    tests = listed("a/1", "a/2", "b/1", "b/2", JOURNEY, DEMO, SITE, "c/1")
    ordered = names(turns(tests, 2))
    assert ordered == [DEMO, JOURNEY, "a/1", "a/2", SITE, "b/1", "b/2", "c/1"]


def test_one_process_keeps_the_order():
    tests = listed("a/1", JOURNEY, SITE, "b/1")
    assert turns(tests, 1) == tests


@pytest.mark.parametrize("processes", [2, 3, 7])
@pytest.mark.parametrize(
    "chosen",
    [[], ["a/1"], [SITE], [DEMO, JOURNEY, f"{JOURNEY}/2"], ["a/1", SITE, f"{SITE}/2", f"{SITE}/3"]],
)
def test_no_test_is_lost_or_run_twice(chosen, processes):
    assert sorted(names(turns(listed(*chosen), processes))) == sorted(chosen)


def test_the_longest_tests_are_where_they_are_looked_for(request):
    root = request.config.rootpath
    assert [name for names in LONGEST for name in names if not (root / name).exists()] == []
