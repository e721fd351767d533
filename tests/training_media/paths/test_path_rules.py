"""For whom a path is, when it may be opened, when somebody has come to its end."""

from datetime import date

import pytest

from training_media.paths.enums import ForWhom, ItemKind, PathState
from training_media.paths.rules import (
    Standing,
    in_order,
    is_address,
    is_by_hand,
    is_for,
    may_be_for,
    may_move,
    may_open,
    may_remove,
    standing_of,
)

EARLY, LATE = date(2026, 11, 2), date(2026, 11, 20)


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("/", True),
        ("/about/", True),
        ("/directory/?q=金沢", True),
        ("", False),
        ("about/", False),
        ("//evil.example/", False),
        ("/\\evil.example/", False),
        ("/about/\\evil", False),
        ("/about us/", False),
        ("https://evil.example/", False),
        ("javascript:alert(1)", False),
    ],
)
def test_an_address_is_one_of_this_site(text, is_one):
    assert is_address(text) == is_one


def test_a_municipalitys_people_are_partners_too():
    city = {"is_centre": False, "is_partner": True, "is_city": True}
    home, staff = city | {"is_city": False}, {"is_centre": True, "is_partner": False, "is_city": False}
    fits = {
        name: [kind for kind in ForWhom if is_for(kind, **who)]
        for name, who in {"city": city, "home": home, "staff": staff}.items()
    }
    assert fits == {
        "city": [ForWhom.CITY, ForWhom.PARTNER],
        "home": [ForWhom.PARTNER],
        "staff": [ForWhom.CENTRE],
    }


def test_a_path_ends_with_the_latest_of_its_items():
    assert standing_of([EARLY, None, LATE]) == Standing(2, 3, None)
    assert standing_of([LATE, EARLY]) == Standing(2, 2, LATE)
    assert standing_of([]) == Standing(0, 0, None)


@pytest.mark.parametrize(
    ("done", "total", "panes"), [(0, 5, 0), (1, 5, 1), (4, 5, 4), (5, 5, 6), (39, 40, 5), (0, 0, 0)]
)
def test_the_last_pane_is_lit_at_the_end_alone(done, total, panes):
    assert Standing(done, total, None).panes == panes


def test_what_is_done_is_never_late():
    assert Standing(1, 2, None).is_late(EARLY, today=LATE)
    assert not Standing(1, 2, None).is_late(LATE, today=LATE)
    assert not Standing(1, 2, None).is_late(None, today=LATE)
    assert not Standing(2, 2, LATE).is_late(EARLY, today=LATE)


def test_nobody_says_of_a_film_that_it_is_done_where_watching_is_recorded():
    assert not is_by_hand(ItemKind.COURSE, ForWhom.CITY)
    assert not is_by_hand(ItemKind.COURSE, ForWhom.PARTNER)
    assert is_by_hand(ItemKind.COURSE, ForWhom.CENTRE)
    assert is_by_hand(ItemKind.PAGE, ForWhom.CITY)
    assert is_by_hand(ItemKind.TASK, ForWhom.PARTNER)


def test_only_a_manager_opens_and_only_what_can_be_used():
    assert may_move(PathState.DRAFT, "open", is_manager=True).allowed
    assert "センター長" in may_move(PathState.DRAFT, "open", is_manager=False).reason
    assert not may_move(PathState.OPEN, "open", is_manager=True).allowed
    assert may_move(PathState.OPEN, "close", is_manager=False).allowed
    assert not may_move(PathState.DRAFT, "close", is_manager=True).allowed
    assert may_open(1, unseen=[]).allowed
    assert "項目" in may_open(0, unseen=[]).reason
    assert "「受け入れの話」" in may_open(2, unseen=["受け入れの話"]).reason


def test_what_somebody_walks_stays_and_stays_for_the_same():
    assert may_remove(PathState.DRAFT, walkers=0).allowed
    assert not may_remove(PathState.DRAFT, walkers=1).allowed
    assert not may_remove(PathState.OPEN, walkers=0).allowed
    assert may_be_for(ForWhom.CITY, ForWhom.PARTNER, walkers=0).allowed
    assert may_be_for(ForWhom.CITY, ForWhom.CITY, walkers=3).allowed
    assert not may_be_for(ForWhom.CITY, ForWhom.PARTNER, walkers=3).allowed


def test_rows_without_a_number_come_last_as_they_stood():
    assert in_order([(None, "c"), (2, "b"), (None, "d"), (1, "a"), (2, "b2")]) == ["a", "b", "b2", "c", "d"]
