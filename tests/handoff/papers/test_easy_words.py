"""What the papers for the person say is easy to read, each kanji with its reading; typed words as well."""

import pytest

from foundation.easy.rules import MOST_ON_AVERAGE, findings, mean_length
from handoff.disclosure.enums import Part
from handoff.papers.easy_rules import missing_reading, plain, too_hard
from handoff.papers.easy_texts import PARTS, everything
from handoff.papers.forms import CardForm, ConsentForm
from handoff.papers.templatetags.papers import easy

PURPOSE = "住《す》む ところを さがすため"


def read():
    return [(where, plain(text)) for where, text in everything()]


def test_no_fixed_word_of_these_papers_is_hard():
    assert [str(found) for found in findings(read()) if found.is_error] == []
    assert 0 < mean_length(read()) <= MOST_ON_AVERAGE


def test_every_kanji_has_its_reading():
    assert {text: missing_reading(text) for _, text in everything() if missing_reading(text)} == {}


def test_each_part_of_a_package_is_said_in_easy_words():
    assert set(PARTS) == set(Part)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("病院に 行く", "「病院」の読みを"),
        ("病院《びょういん", "組になる記号がありません"),
        ("令和8年11月28日まで", ""),
        (PURPOSE, ""),
    ],
)
def test_what_is_typed_needs_readings(text, says):
    problem = missing_reading(text)
    assert says in problem if says else problem == ""


def test_what_is_typed_may_not_be_hard():
    assert too_hard("福祉《ふくし》｜支援計画作成《しえんけいかくさくせい》", where="なんのために")
    assert too_hard(PURPOSE, where="なんのために") == []


@pytest.mark.parametrize(
    ("changes", "field", "says"),
    [
        ({"purpose": "病院を さがすため"}, "purpose", "「病院」の読みを"),
        ({"purpose": "あ" * 40}, "purpose", "2つの文に分けてください"),
        ({"name_0": ""}, "name_0", "読み"),
    ],
)
def test_a_consent_that_is_hard_to_read_is_not_printed(changes, field, says):
    form = ConsentForm(
        {"purpose": PURPOSE, "name_0": "みほんし"} | changes, names=["見本市", "みなも"], known={}
    )
    assert not form.is_valid()
    assert says in " ".join(form.errors[field])


def test_names_stand_with_their_readings():
    form = ConsentForm({"purpose": PURPOSE, "name_0": "ミホンシ"}, names=["見本市", "みなも"], known={})
    assert form.is_valid()
    assert form.readings() == {"見本市": "見本市《みほんし》", "みなも": "みなも"}


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"phone_2": "000-000-0000"}, "name_2"),
        ({"name_1": "佐藤さん"}, "name_1"),
        ({"about_1": "お金の とき"}, "about_1"),
        ({"phone_1": "でんわ"}, "phone_1"),
    ],
)
def test_a_card_says_what_is_missing(changes, field):
    data = {"name_1": "みなも", "phone_1": "000-000-0000", "about_1": "こまったとき"}
    assert CardForm(data).is_valid()
    form = CardForm(data | changes)
    assert not form.is_valid()
    assert list(form.errors) == [field] or field in form.errors


def test_words_stay_whole_with_their_readings_above():
    assert easy("体《からだ》の こと").count('class="word"') == 2
    assert '<span class="ruby__kana">からだ</span><span class="ruby__base">体</span>' in easy("体《からだ》")
    assert easy("｜見本市 福祉課《よみかた》").count("よみかた") == 1
    assert "&lt;b&gt;" in easy("<b>")
