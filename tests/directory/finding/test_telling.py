"""What the search and an agency's page tell: what was kept of a question, in what order, where to ask."""

from datetime import timedelta

import pytest

from directory.declared.models import Offer, Vacancy
from tests.directory.finding.conftest import found
from tests.factories.whole_agency import TODAY, index

pytestmark = pytest.mark.django_db


def test_places_that_were_kept_are_named_beside_the_words(home, readers):
    page = readers.public.get("/directory/?q=ホームみなも 釣り堀 金沢市").text
    assert "「金沢市 ホーム」だけでさがしました" in page


@pytest.mark.parametrize("words", ["空き", "空きあり", "空室"])
def test_words_for_free_places_ask_for_them_where_the_reader_may(home, hospital, readers, words):
    page = readers.partners.get(f"/directory/?q=金沢市 {words}")
    assert [row.hit["name"] for row in page.context["listing"].rows] == ["ホームみなも"]
    assert ("いま空きがある" in page.text, "だけでさがしました" in page.text) == (True, False)
    assert found(readers.partners, f"q=小松市 {words}") == []


def test_who_sees_no_free_places_is_told_that_the_word_was_left_out(home, readers):
    page = readers.public.get("/directory/?q=ホームみなも 空き")
    assert ("だけでさがしました" in page.text, page.context["wish"].is_free) == (True, False)


def test_conditions_stand_in_the_groups_and_the_order_of_their_list(home, readers):
    answers = {"smoking": "no", "addiction": "ask", "from_facility": "yes", "wheelchair": "yes"}
    Offer.objects.update(conditions=answers)
    index(home)
    page = readers.staff.get(f"/directory/{home.public_id}/").text
    order = [
        "<dt>どんな人</dt>",
        "刑務所など）を出た人：はい",
        "<dt>体・医療</dt>",
        "車いす：はい",
        "依存症",
        "<dt>暮らし方</dt>",
        "たばこ",
    ]
    assert [page.index(each) for each in order] == sorted(page.index(each) for each in order)


def test_a_search_in_vain_says_that_conditions_are_told_on_the_telephone(home, readers):
    told = "受け入れの条件は、事業所の同意があるときだけ、ここに出ます。センターが電話でお答えします"
    pages = {level: readers.of(level).get("/directory/?q=保証人なし").text for level in ("public", "staff")}
    assert (told in pages["public"], told in pages["staff"]) == (True, False)


def test_the_order_of_the_list_is_told_and_labels_are_offered_to_partners(home, readers):
    public, partners = (client.get("/directory/").text for client in (readers.public, readers.partners))
    assert "情報の新しい順、同じ日なら五十音順です" in public
    assert "名前が合う所から、同じなら情報の新しい順です" in readers.public.get("/directory/?q=みなも").text
    assert ("ラベル" in public, "名簿やラベルを作れます" in partners) == (False, True)


def test_free_places_of_which_nothing_is_known_look_like_nothing_done(home, readers):
    Vacancy.objects.update(as_of=TODAY - timedelta(days=31))
    index(home)
    assert (
        '<span class="state state--ended">空き：わかりません</span>'
        in readers.partners.get("/directory/").text
    )
