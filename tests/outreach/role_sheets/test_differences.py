"""Differences, comparison and putting together equal an oracle that looks at each text alone."""

from random import Random

import pytest

from outreach.role_sheets.content import field_of, item_of, whole
from outreach.role_sheets.differences import MINE, THEIRS, differences, merged
from outreach.role_sheets.queries import side_by_side
from outreach.role_sheets.rules import what_is_wrong
from outreach.role_sheets.shaping import Sheet
from tests.factories.role_sheets import small_content

from .generated import changed, content_of, without_places, words

SEEDS = range(100)
A_TEXT, ANOTHER = "cell.b1.s1.text", "cell.b2.s1.text"


@pytest.mark.parametrize("seed", SEEDS)
def test_the_differences_alone_turn_the_one_content_into_the_other(seed):
    dice = Random(seed)
    before = content_of(seed, stages=3, bodies=4, length=9, lines=2)
    after = changed(before, dice, 8)
    found = differences(before, after)
    told = {each.key: (each.before, each.after) for each in found}
    expected = {
        key: (before.get(key, ""), after.get(key, ""))
        for key in {*before, *after}
        if before.get(key, "") != after.get(key, "")
    }
    assert told == expected
    turned = before | {each.key: each.after for each in found}
    assert {key: text for key, text in turned.items() if text} == {
        key: text for key, text in after.items() if text
    }


@pytest.mark.parametrize("seed", SEEDS)
def test_what_only_one_wrote_is_in_what_comes_of_both(seed):
    """The oracle: each changes texts in rows of their own, adds rows, and takes out none of the other's."""
    dice = Random(seed)
    base = content_of(seed, stages=3, bodies=6, length=9)
    mine, theirs = dict(base), dict(base)
    for content, rows in ((mine, range(1, 4)), (theirs, range(4, 7))):
        for _ in range(6):
            key = f"cell.b{dice.choice(rows)}.s{dice.choice((1, 2, 3))}.text"
            content[key] = words(dice, 5)
    both = merged(base, mine, theirs)
    expected = {key: mine[key] if mine[key] != base[key] else theirs[key] for key in base}
    assert both.conflicts == ()
    assert both.content == whole(expected)
    assert set(both.taken_over) == {key for key in base if theirs[key] != base[key]}


@pytest.mark.parametrize("seed", SEEDS)
def test_nothing_that_somebody_wrote_is_lost_however_both_change(seed):
    """Each new text of each side is in the result, or a conflict names it or what it stood in."""
    dice = Random(seed)
    base = content_of(seed, stages=3, bodies=4, length=9, lines=2)
    mine, theirs = changed(base, dice, 6), changed(base, dice, 6)
    both = merged(base, mine, theirs)
    assert what_is_wrong(both.content) == {}
    named = {each.key for each in both.conflicts}
    for side, other in ((mine, theirs), (theirs, mine)):
        for each in differences(without_places(base), without_places(side)):
            if not each.after:
                continue
            is_in = both.content.get(each.key) == each.after
            is_told = each.key in named or bool(_owners(each.key) & named)
            one_taken_away = any(f"{owner}.place" not in other for owner in _owners(each.key))
            assert is_in or is_told or (one_taken_away and each.after == "nothing"), each


@pytest.mark.parametrize("seed", SEEDS)
def test_choosing_one_side_everywhere_leaves_no_conflict_and_keeps_that_side(seed):
    dice = Random(seed)
    base = content_of(seed, stages=3, bodies=4, length=9, lines=2)
    mine, theirs = changed(base, dice, 6), changed(base, dice, 6)
    asked = merged(base, mine, theirs)
    for side, content in ((MINE, mine), (THEIRS, theirs)):
        both = merged(base, mine, theirs, {each.key: side for each in asked.conflicts})
        assert both.conflicts == ()
        for each in asked.conflicts:
            if field_of(each.key) in ("text", "name", "when", "until", "contact", "part"):
                assert both.content[each.key] == content[each.key]
            else:
                assert (f"{each.key}.place" in both.content) == (f"{each.key}.place" in content)


def test_the_same_text_changed_in_two_ways_is_a_conflict_until_somebody_chooses():
    base = small_content()
    mine, theirs = base | {A_TEXT: "わたし"}, base | {A_TEXT: "あなた", ANOTHER: "ほか"}
    (conflict,) = merged(base, mine, theirs).conflicts
    assert (conflict.key, conflict.base, conflict.mine, conflict.theirs) == (
        A_TEXT,
        base[A_TEXT],
        "わたし",
        "あなた",
    )
    assert merged(base, mine, theirs, {A_TEXT: THEIRS}).content[A_TEXT] == "あなた"
    assert merged(base, mine, theirs, {A_TEXT: MINE}).content[ANOTHER] == "ほか"


def test_the_same_change_of_both_is_no_conflict():
    base = small_content()
    both = base | {A_TEXT: "おなじ"}
    assert merged(base, both, both).conflicts == ()


def test_a_row_that_one_took_out_and_the_other_wrote_on_is_asked_about():
    base = small_content()
    mine = base | {"cell.b3.s2.text": "書き足した"}
    theirs = whole({key: text for key, text in base.items() if item_of(key) != "body.b3"})
    (conflict,) = merged(base, mine, theirs).conflicts
    assert (conflict.key, conflict.mine, conflict.theirs) == ("body.b3", "書き足した", None)
    assert merged(base, mine, theirs, {"body.b3": MINE}).content == whole(mine)
    assert merged(base, mine, theirs, {"body.b3": THEIRS}).content == theirs


@pytest.mark.parametrize("seed", range(20))
def test_two_sheets_side_by_side_say_of_each_cell_what_stands_on_either(seed):
    left = content_of(seed, stages=3, bodies=4, length=5)
    right = content_of(seed + 1000, stages=2, bodies=5, length=5)
    expected = {}
    for place, content in enumerate((left, right)):
        for body in Sheet(content).bodies:
            for cell in body.cells:
                pair = expected.setdefault((cell.stage.name, f"{body.level_label}　{body.name}"), ["", ""])
                pair[place] = cell.words
    told = {
        (stage, body): [ours, theirs]
        for stage, lines in side_by_side(left, right)
        for body, ours, theirs, differs in lines
        if differs == (ours != theirs)
    }
    assert told == expected


def _owners(key):
    kind, *ids, _ = key.split(".")
    if kind == "cell":
        return {f"body.{ids[0]}", f"stage.{ids[1]}"}
    return {".".join([kind, *ids])}
