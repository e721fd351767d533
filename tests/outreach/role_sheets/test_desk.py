"""The desk makes a sheet, writes it, lets it be agreed to and publishes it."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from foundation.centre.queries import current_centre
from foundation.japanese.dates import long_date
from outreach.role_sheets.demo_sheets import exit_support
from outreach.role_sheets.enums import VersionState
from outreach.role_sheets.models import RoleSheet
from outreach.role_sheets.panels import rows_of_the_desk
from outreach.role_sheets.reviews import sheets_due
from outreach.role_sheets.services.stepping import send_version
from tests.factories.accounts import sign_in
from tests.factories.directory import make_agency, make_municipality
from tests.factories.first_site import place_first_site
from tests.factories.role_sheets import make_role_sheet, publish, small_content, version_of

pytestmark = pytest.mark.django_db(transaction=True)

NOW = timezone.now()
TODAY = timezone.localdate(NOW)
DESK = "/cms/role-sheets/"
PLACES = (("172031", "小松市"), ("172049", "輪島市"))
ABOUT = {"title": "入口の表", "theme": "entry", "scene": "daily", "responsible": "連携担当"}


@pytest.fixture
def sheet(transactional_db, manager):
    place_first_site()
    return make_role_sheet(by=manager, now=NOW, office=make_agency(name="金沢市 福祉課"))


@pytest.fixture
def desk(sheet, staff):
    return sign_in(Client(), staff)


def towns():
    """Make two municipalities of the centre's prefecture."""
    here = current_centre().prefecture
    return [make_municipality(code=code, name=name, prefecture=here) for code, name in PLACES]


@pytest.mark.parametrize("end", ["", "new/", "1/", "1/write/"])
def test_only_the_desk_comes_in(sheet, partner, end):
    assert sign_in(Client(), partner).get(f"{DESK}{end}").status_code in (302, 404)


def test_a_sheet_begins_empty_or_with_what_a_neighbour_has(desk, sheet, manager):
    published = publish(sheet, by=manager, now=NOW)
    assert desk.post(f"{DESK}new/", ABOUT | {"begins_with": "first"}).status_code == 303
    assert desk.post(f"{DESK}new/", ABOUT | {"begins_with": str(published.pk)}).status_code == 303
    empty, copied = RoleSheet.objects.exclude(pk=sheet.pk).order_by("pk")
    assert (version_of(empty).content["stage.s1.name"], empty.made_from) == ("相談が始まる", None)
    assert (version_of(copied).content, copied.made_from) == (small_content(), sheet)


def test_a_sheet_made_from_anothers_bears_the_own_name_and_says_what_is_left_of_the_other(desk, manager):
    komatsu, wajima = towns()
    words = exit_support("小松市", "見本福祉課", meeting="会議に出る", tells="答える")
    theirs = make_role_sheet(
        by=manager, now=NOW, municipality=komatsu, content=words | {"head.lead": "小松市で暮らす"}
    )
    source = publish(theirs, by=manager, now=NOW)
    typed = ABOUT | {"municipality": str(wajima.pk), "begins_with": str(source.pk)}
    told = desk.post(f"{DESK}new/", typed, follow=True).text
    assert "「小松市」の行は「輪島市」にしました。窓口の名前は小松市のままなので" in told
    assert "同じ名前の表" not in told
    made = RoleSheet.objects.get(municipality=wajima)
    assert version_of(made).content["body.b3.name"] == "輪島市"
    shown = desk.get(f"{DESK}{made.pk}/").text
    assert "<li>見出しのひとことで言うとに「小松市」</li>" in shown
    assert "同じ名前の表" not in shown
    assert "ほかの市町村の名前" not in desk.get(f"{DESK}{theirs.pk}/").text


def test_a_second_sheet_of_the_same_name_for_the_same_municipality_is_told(desk):
    _, wajima = towns()
    typed = ABOUT | {"municipality": str(wajima.pk), "begins_with": "first"}
    assert "同じ名前の表" not in desk.post(f"{DESK}new/", typed, follow=True).text
    assert "輪島市には、同じ名前の表が、もうあります。" in desk.post(f"{DESK}new/", typed, follow=True).text
    first, second = RoleSheet.objects.filter(municipality=wajima).order_by("pk")
    shown = desk.get(f"{DESK}{second.pk}/").text
    assert f'<a href="{DESK}{first.pk}/">入口の表（輪島市、{long_date(TODAY)}に作成）</a>' in shown


def test_bad_input_keeps_what_was_typed_and_says_what_to_do(desk):
    answer = desk.post(f"{DESK}new/", ABOUT | {"title": "", "office": "どこにもない課", "begins_with": "9"})
    assert answer.status_code == 422
    for words in ("名前を書いてください。", "この名前の機関はありません。", "はじめの中身を選んでください。"):
        assert words in answer.text
    assert 'value="どこにもない課"' in answer.text


def test_words_are_typed_looked_at_and_saved(desk, sheet):
    address = f"{DESK}{sheet.pk}/write/"
    typed = small_content() | {"cell.b1.s1.text": "電話できく", "seen": "0"}
    looked = desk.post(address, typed | {"do": "look"})
    assert (looked.status_code, looked.text.count("電話できく")) == (200, 2)
    assert version_of(sheet).edition == 0
    assert desk.post(address, typed | {"do": "save"}).status_code == 303
    assert version_of(sheet).content["cell.b1.s1.text"] == "電話できく"


def test_a_row_is_added_without_saving_and_what_was_typed_stays(desk, sheet):
    typed = small_content() | {"head.lead": "まだ保存していない", "seen": "0", "do": "add.body"}
    shown = desk.post(f"{DESK}{sheet.pk}/write/", typed).text
    assert "まだ保存していない" in shown
    assert "4行目" in shown
    assert version_of(sheet).content == small_content()


def test_a_text_that_is_too_long_is_marked_and_stays(desk, sheet):
    typed = small_content() | {"cell.b1.s1.text": "あ" * 161, "seen": "0", "do": "save"}
    answer = desk.post(f"{DESK}{sheet.pk}/write/", typed)
    assert (answer.status_code, "160字までにしてください（いま161字）" in answer.text) == (422, True)
    assert "あ" * 161 in answer.text


def test_two_people_get_a_page_on_which_they_choose_and_nothing_is_lost(desk, sheet, manager):
    address = f"{DESK}{sheet.pk}/write/"
    first = small_content() | {"cell.b1.s1.text": "先の人", "cell.b2.s1.text": "先の人が足した", "seen": "0"}
    mine = small_content() | {
        "cell.b1.s1.text": "あとの人",
        "cell.b3.s2.text": "あとの人も足した",
        "seen": "0",
    }
    sign_in(Client(), manager).post(address, first)
    asked = desk.post(address, mine)
    assert asked.status_code == 422
    assert ("先の人" in asked.text, "あとの人" in asked.text) == (True, True)
    again = desk.post(address, mine | {"choosing": "1"})
    assert "まだ選んでいないところがあります" in again.text
    assert desk.post(address, mine | {"chosen.cell.b1.s1.text": "theirs", "against": "1"}).status_code == 303
    held = version_of(sheet).content
    assert (held["cell.b1.s1.text"], held["cell.b2.s1.text"], held["cell.b3.s2.text"]) == (
        "先の人",
        "先の人が足した",
        "あとの人も足した",
    )


@pytest.mark.parametrize("seen", ["", "x", "９", "99999999999", "-1"])
def test_a_form_that_does_not_say_from_which_edition_it_is_saves_nothing(desk, sheet, seen):
    answer = desk.post(f"{DESK}{sheet.pk}/write/", small_content() | {"head.lead": "残る文", "seen": seen})
    assert (answer.status_code, "残る文" in answer.text) == (422, True)
    assert version_of(sheet).edition == 0


def test_the_whole_way_to_everybody(desk, sheet, manager):
    assert desk.post(f"{DESK}{sheet.pk}/send/", {"seen": "0"}).status_code == 303
    agreed = {"agreed_on": f"{TODAY}", "agreed_post": "金沢市 福祉課", "agreed_name": "", "seen": "0"}
    assert desk.post(f"{DESK}{sheet.pk}/agree/", agreed).status_code == 303
    assert desk.post(f"{DESK}{sheet.pk}/publish/", {"seen": "0"}).status_code in (302, 404)
    assert version_of(sheet).state == VersionState.AGREED
    assert sign_in(Client(), manager).post(f"{DESK}{sheet.pk}/publish/", {"seen": "0"}).status_code == 303
    assert Client().get(sheet.get_absolute_url()).status_code == 200
    desk.post(f"{DESK}{sheet.pk}/new-version/")
    assert version_of(sheet).number == 2
    desk.post(f"{DESK}{sheet.pk}/write/", small_content() | {"cell.b1.s1.text": "電話する", "seen": "1"})
    assert "<ins>電話する</ins>" in desk.get(f"{DESK}{sheet.pk}/").text


def test_without_an_office_the_desk_reads_what_is_needed_to_send_and_is_offered_those_of_municipalities(desk):
    town = make_municipality()
    body = make_agency(name="金沢市", kind="municipality", municipality=town)
    make_agency(name="障害福祉課", parent=body)
    assert desk.post(f"{DESK}new/", ABOUT | {"begins_with": "first"}).status_code == 303
    made = RoleSheet.objects.get(title=ABOUT["title"])
    shown = desk.get(f"{DESK}{made.pk}/").text
    assert "合意するところを決めると、送れます。" in shown
    assert "市町村に送る</button>" not in shown
    form = desk.get(f"{DESK}{made.pk}/about/").text
    offered = re.findall(r'<option value="([^"]+)"></option>', form)
    assert ('list="office-names"' in form, offered) == (True, ["金沢市", "障害福祉課"])
    assert desk.post(f"{DESK}{made.pk}/about/", ABOUT | {"office": offered[0]}).status_code == 303
    shown = desk.get(f"{DESK}{made.pk}/").text
    assert ("合意するところを決めると" in shown, "市町村に送る</button>" in shown) == (False, True)


def test_two_offices_of_one_name_are_offered_with_their_numbers(desk):
    for code, name in PLACES:
        body = make_agency(
            name=name, kind="municipality", municipality=make_municipality(code=code, name=name)
        )
        make_agency(name="福祉課", parent=body)
    offered = re.findall(r'<option value="(福祉課[^"]*)"></option>', desk.get(f"{DESK}new/").text)
    assert len(set(offered)) == 2
    assert all(re.fullmatch("福祉課（[0-9A-Z]{8}）", each) for each in offered)


def test_a_refused_step_is_told_on_the_page(desk, sheet):
    shown = desk.post(f"{DESK}{sheet.pk}/send/", {"seen": "5"}, follow=True).text
    assert "見ている間に、ほかの方が書き直しました" in shown


@pytest.mark.parametrize("end", ["pdf", "png", "xlsx", "json"])
def test_every_version_is_a_file_for_the_desk(desk, sheet, end):
    assert desk.get(f"{DESK}{sheet.pk}/versions/1/sheet.{end}").status_code == 200


def test_a_sheet_that_does_not_fit_leads_back_instead_of_being_a_paper(desk, sheet):
    long = {key: "あ" * 160 if key.endswith(".text") else text for key, text in small_content().items()}
    rows = {
        f"note.n{at}.{name}": text for at in range(6) for name, text in (("text", "あ" * 240), ("place", "1"))
    }
    more = {f"body.x{at}.place": "9" for at in range(9)}
    cells = {f"cell.x{at}.s1.text": "あ" * 160 for at in range(9)}
    typed = long | rows | more | {f"body.x{at}.level": "private" for at in range(9)} | cells
    parts = {f"cell.x{at}.{stage}.part": "helps" for at in range(9) for stage in ("s1", "s2")}
    saved = desk.post(f"{DESK}{sheet.pk}/write/", typed | parts | {"seen": "0", "do": "save"})
    assert saved.status_code == 303
    shown = desk.get(f"{DESK}{sheet.pk}/write/").text
    assert "A4横1枚に入りません" in shown
    assert "くらいに" in shown
    assert desk.get(f"{DESK}{sheet.pk}/versions/1/sheet.pdf").status_code == 303


def test_a_sheet_that_was_published_long_ago_is_due(desk, sheet, manager):
    assert sheets_due(TODAY) == []
    publish(sheet, by=manager, now=NOW)
    assert sheets_due(TODAY) == []
    RoleSheet.objects.update(review_due_on=TODAY, reviewed_on=None)
    (due,) = sheets_due(TODAY)
    assert (due.kind, due.address, due.responsible) == ("役割分担表", f"{DESK}{sheet.pk}/", "連携担当")
    desk.post(f"{DESK}{sheet.pk}/confirm/")
    assert sheets_due(TODAY) == []


def test_a_sheet_that_is_with_the_municipality_for_long_stands_on_the_start_page(sheet, manager, rf):
    request = rf.get("/cms/")
    request.user = manager
    send_version(version=version_of(sheet), seen=0, actor=manager, now=NOW - timedelta(days=14))
    mended, waiting, agreed = rows_of_the_desk(request)
    assert (mended.count, waiting.count, agreed.count) == (0, 1, 0)


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_as_often_for_three_sheets_as_for_one(
    transactional_db, manager, count, django_assert_num_queries
):
    place_first_site()
    for _ in range(count):
        make_role_sheet(by=manager, now=NOW)
    desk = sign_in(Client(), manager)
    desk.get(DESK)
    with django_assert_num_queries(14):
        desk.get(DESK)


def test_a_form_of_thousands_of_rows_and_columns_is_cut_before_it_makes_cells(desk, sheet):
    rows = {f"body.x{at}.place": "1" for at in range(3000)}
    columns = {f"stage.y{at}.place": "1" for at in range(3000)}
    answer = desk.post(f"{DESK}{sheet.pk}/write/", rows | columns | {"seen": "0", "do": "save"})
    assert answer.status_code == 422
    assert "A4横1枚には、12つまでです。" in answer.text
    assert answer.text.count("<fieldset") == 13


def test_the_page_of_two_texts_speaks_japanese_of_parts_as_well(desk, sheet, manager):
    address = f"{DESK}{sheet.pk}/write/"
    sign_in(Client(), manager).post(address, small_content() | {"cell.b1.s1.part": "helps", "seen": "0"})
    shown = desk.post(address, small_content() | {"cell.b1.s1.part": "beside", "seen": "0"}).text
    assert "<br>いっしょに</label>" in shown
    assert "<br>手伝う</label>" in shown
