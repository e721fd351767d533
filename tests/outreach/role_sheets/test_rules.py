"""What a sheet must be before it goes on, and who may do what in which state."""

import pytest

from outreach.role_sheets.building import choices, done_to, typed_content
from outreach.role_sheets.content import ids_of, is_key, whole
from outreach.role_sheets.demo_sheets import COORDINATION, PREVENTION
from outreach.role_sheets.enums import OPEN, Part, Step, VersionState
from outreach.role_sheets.rules import (
    may_answer,
    may_step,
    may_write,
    what_is_missing,
    what_is_wrong,
    what_to_shorten,
)
from outreach.role_sheets.start import first_content
from tests.factories.role_sheets import small_content

DRAFT, SENT, AGREED, PUBLISHED, FORMER = VersionState
# Which step may be taken in which state: everything else is refused.
TABLE = {
    Step.SEND: {DRAFT},
    Step.TAKE_BACK: {SENT, AGREED},
    Step.AGREE: {DRAFT, SENT},
    Step.PUBLISH: {AGREED},
}


@pytest.mark.parametrize("step", Step)
@pytest.mark.parametrize("state", VersionState)
def test_a_step_is_taken_from_the_states_of_the_table_alone(step, state):
    decision = may_step(step, state, has_office=True)
    assert decision.allowed == (state in TABLE[step])
    assert bool(decision.reason) != decision.allowed


def test_a_sheet_of_no_municipality_is_sent_to_none_but_can_be_agreed():
    assert not may_step(Step.SEND, DRAFT, has_office=False).allowed
    assert may_step(Step.AGREE, DRAFT, has_office=False).allowed


@pytest.mark.parametrize("state", VersionState)
def test_the_municipality_writes_only_while_the_sheet_is_with_it(state):
    assert may_write(state, is_desk=False).allowed == (state == SENT)
    assert may_write(state, is_desk=True).allowed == (state in OPEN - {AGREED})


@pytest.mark.parametrize("state", VersionState)
def test_the_municipality_says_that_it_mended_a_sheet_while_it_has_it_and_has_written(state):
    assert may_answer(state, edition=3, sent_edition=2).allowed == (state == SENT)
    assert not may_answer(state, edition=2, sent_edition=2).allowed


def test_an_empty_start_says_what_is_missing_and_a_whole_sheet_nothing():
    assert "「相談が始まる」で中心になるところが、決まっていません。" in what_is_missing(first_content())
    for content in (small_content(), PREVENTION, COORDINATION):
        assert what_is_missing(content) == []


def test_a_part_without_words_and_a_table_without_source_are_missing():
    content = small_content() | {"cell.b1.s1.text": "", "table.t1.title": "件数", "table.t1.place": "1"}
    assert what_is_missing(whole(content)) == [
        "「センター」の「出る前」に、することが書かれていません。",
        "表「件数」に、だれを数えたかと出典が要ります。",
    ]


def test_what_is_too_long_or_too_much_is_wrong():
    content = small_content() | {"cell.b1.s1.text": "あ" * 161, "stage.s1.name": "い" * 61}
    wrong = what_is_wrong(content)
    assert wrong == {
        "cell.b1.s1.text": "160字までにしてください（いま161字）。",
        "stage.s1.name": "60字までにしてください（いま61字）。",
    }
    for number in range(13):
        content |= {f"note.x{number}.text": "注", f"note.x{number}.place": "1"}
    assert what_is_wrong(whole(content))["note"] == "A4横1枚には、6つまでです。"


def test_what_is_longest_in_its_row_is_named_first_with_a_length_that_would_do():
    content = small_content() | {"cell.b1.s1.text": "あ" * 150, "cell.b2.s2.text": "い" * 90}
    first, second, *_ = what_to_shorten(content)
    assert (first.key, first.now, first.better) == ("cell.b1.s1.text", 150, 12)
    assert (second.key, second.now, second.better) == ("cell.b2.s2.text", 90, 12)


@pytest.mark.parametrize(
    ("key", "known"),
    [
        ("head.lead", True),
        ("cell.b1.s1.text", True),
        ("row.t1.r1.value", True),
        ("cell.b1.text", False),
        ("stage.s1.s2.name", False),
        ("stage.s1.level", False),
        ("stage.S1.name", False),
        ("seen", False),
        ("csrfmiddlewaretoken", False),
        ("stage.s1.name\n", False),
    ],
)
def test_only_known_keys_are_texts_of_a_sheet(key, known):
    assert is_key(key) == known


def test_what_is_typed_is_cleaned_and_whatever_else_was_sent_is_left():
    typed = {**small_content(), "cell.b1.s1.text": " 会って\u3000\n話す ", "seen": "3", "stage.s9.level": "x"}
    content = typed_content(typed)
    assert content == small_content() | {"cell.b1.s1.text": content["cell.b1.s1.text"]}
    assert "\u3000" not in content["cell.b1.s1.text"].strip()
    assert choices({"chosen.head.lead": "mine", "other": "x"}) == {"head.lead": "mine"}


def test_a_row_is_added_at_the_end_moved_and_taken_out():
    content = small_content()
    added = done_to(content, "add.body")
    new = ids_of(added, "body")[-1]
    assert len(ids_of(added, "body")) == 4
    assert added[f"cell.{new}.s1.part"] == Part.NOTHING
    moved = done_to(added, f"up.body.{new}")
    assert ids_of(moved, "body")[2] == new
    assert whole(done_to(moved, f"remove.body.{new}")).keys() == content.keys()


@pytest.mark.parametrize("deed", ["", "save", "add.cell", "add.head", "remove.body.nobody", "add.row.none"])
def test_a_deed_that_is_none_changes_nothing(deed):
    assert done_to(small_content(), deed) == small_content()
