"""What the builder says after a deed, and that what was taken out comes back."""

import pytest

from outreach.role_sheets.building import done_to
from outreach.role_sheets.content import ids_of
from outreach.role_sheets.telling import TAKEN_OUT, UNDO, put_back, told
from tests.factories.role_sheets import small_content

TABLE = ("件数", "件", "出た人", "センター", (("R6", "3"), ("R7", "5")))


def done(content, deed):
    after = done_to(content, deed)
    return after, told(content, after, deed)


def test_what_was_added_is_looked_at_and_written_next():
    for deed, word, field in (
        ("add.body", "行", "name"),
        ("add.stage", "列", "name"),
        ("add.note", "注", "text"),
    ):
        after, said = done(small_content(), deed)
        new = f"{deed.partition('.')[2]}.{ids_of(after, deed.partition('.')[2])[-1]}"
        assert said.words == f"{word}を足しました。まだ保存していません。"
        assert (said.at, said.key, said.taken_out) == (new, f"{new}.{field}", {})


def test_what_was_moved_says_where_it_stands_now_and_at_the_end_that_it_does_not_move():
    _, said = done(small_content(), "up.body.b2")
    assert (said.at, said.words) == (
        "body.b2",
        "行「市」を動かしました。いま1行目です。まだ保存していません。",
    )
    _, said = done(small_content(table=TABLE), "down.row.t1.r1")
    assert said.words == "年度「R6」を動かしました。いま2つ目です。まだ保存していません。"
    _, said = done(small_content(), "up.body.b1")
    assert (said.at, said.words) == ("body.b1", "行「センター」は、もう端にあります。")


@pytest.mark.parametrize(
    ("deed", "at", "words"),
    [
        ("remove.body.b2", "body.b3", "行「市」をはずしました。書いてあった2か所も、はずれました。"),
        (
            "remove.body.b3",
            "body.b2",
            "行「もう1つの窓口」をはずしました。書いてあった1か所も、はずれました。",
        ),
        ("remove.stage.s1", "stage.s2", "列「出る前」をはずしました。書いてあった2か所も、はずれました。"),
        ("remove.note.n1", "note", "注をはずしました。"),
        ("remove.row.t1.r2", "row.t1.r1", "年度「R7」をはずしました。"),
        ("remove.table.t1", "table", "表「件数」をはずしました。"),
    ],
)
def test_what_was_taken_out_is_told_and_comes_back_as_it_was(deed, at, words):
    content = small_content(notes=["注の文"], table=TABLE)
    after, said = done(content, deed)
    assert (said.at, said.words) == (at, f"{words}まだ保存していません。")
    sent = {**after, **{f"{TAKEN_OUT}{key}": text for key, text in said.taken_out.items()}}
    back = put_back(sent)
    assert back == content
    again = told(after, back, UNDO)
    assert (again.at, again.taken_out) == (deed.partition(".")[2], {})
    assert again.words.endswith("をもどしました。まだ保存していません。")


def test_the_last_year_of_a_table_that_goes_leads_to_its_table():
    content = small_content(table=(*TABLE[:4], (("R6", "3"),)))
    assert done(content, "remove.row.t1.r1")[1].at == "table.t1"


def test_what_comes_back_is_no_more_than_a_sheet_holds():
    sent = small_content() | {f"{TAKEN_OUT}body.x{at}.place": "1" for at in range(3000)}
    assert len(ids_of(put_back(sent), "body")) <= 13


@pytest.mark.parametrize(
    "deed", ["", "look", "undo", "add.cell", "remove.body.nobody", "up.head", "add.row.none"]
)
def test_a_deed_that_is_none_says_nothing(deed):
    assert done(small_content(), deed)[1] is None
