"""Everybody reads what is published, and what is not published is nobody's."""

import io
import json
import re

import openpyxl
import pytest
from django.test import Client
from django.utils import timezone

from content.search.models import SearchEntry
from outreach.role_sheets.demo_sheets import exit_support
from outreach.role_sheets.models import RoleSheet
from outreach.role_sheets.services.making import begin_version, copy_to_own
from outreach.role_sheets.services.stepping import send_version, take_back_version
from outreach.role_sheets.services.writing import save_content
from tests.factories.accounts import sign_in
from tests.factories.directory import make_agency, make_municipality, make_partner
from tests.factories.first_site import place_first_site
from tests.factories.role_sheets import make_role_sheet, publish, small_content, version_of

pytestmark = pytest.mark.django_db(transaction=True)

NOW = timezone.now()
A_TEXT = "cell.b1.s1.text"
LIBRARY = "/role-sheets/"
OWN_LIST, COMPARISON = 9, 7


@pytest.fixture
def office(transactional_db):
    place_first_site()
    return make_agency(name="金沢市 福祉課")


@pytest.fixture
def sheet(office, manager):
    return make_role_sheet(by=manager, now=NOW, office=office, municipality=make_municipality())


@pytest.fixture
def city(office):
    return sign_in(Client(), make_partner(agency=office))


@pytest.fixture
def outside(office):
    return sign_in(Client(), make_partner(agency=make_agency(name="ほかの家")))


def test_a_draft_is_neither_listed_nor_found_nor_read(sheet, client):
    assert sheet.title not in client.get(LIBRARY).text
    for end in ("", "sheet.pdf", "sheet.png", "sheet.xlsx", "matrix.json", "versions/1/"):
        assert client.get(f"{sheet.get_absolute_url()}{end}").status_code == 404, end
    assert not SearchEntry.objects.filter(source="role_sheets").exists()


def test_what_is_published_is_listed_read_and_found(sheet, manager, client):
    publish(sheet, by=manager, now=NOW)
    assert f'href="{sheet.get_absolute_url()}"' in client.get(LIBRARY).text
    page = client.get(sheet.get_absolute_url()).text
    assert "会って計画を作る" in page
    assert "金沢市 福祉課" in page
    assert "（案）" not in page
    assert SearchEntry.objects.filter(source="role_sheets").count() == 1


def test_the_name_of_whoever_agreed_stands_on_no_public_page_or_file(sheet, manager, client):
    version = publish(sheet, by=manager, now=NOW)
    assert version.agreed_name == "山田"
    for end in ("", "matrix.json", "versions/1/"):
        assert "山田" not in client.get(f"{sheet.get_absolute_url()}{end}").text
    workbook = openpyxl.load_workbook(io.BytesIO(client.get(f"{sheet.get_absolute_url()}sheet.xlsx").content))
    cells = [cell.value for each in workbook for row in each.iter_rows() for cell in row]
    assert not any("山田" in str(each) for each in cells)
    assert "会って計画を作る" in "".join(str(each) for each in cells)


def test_every_part_is_named_on_the_page_and_in_the_workbook(sheet, manager, client):
    publish(sheet, by=manager, now=NOW)
    page = client.get(sheet.get_absolute_url()).text
    assert re.findall("<b>(.{2,5})</b>", page.partition("<tbody>")[2].partition("</tbody>")[0]) == [
        "中心",
        "いっしょに",
        "手伝う",
        "中心",
        "手伝う",
    ]
    workbook = openpyxl.load_workbook(io.BytesIO(client.get(f"{sheet.get_absolute_url()}sheet.xlsx").content))
    words = [str(cell.value) for row in workbook.worksheets[0].iter_rows() for cell in row]
    assert "【手伝う】制度を示す" in words


@pytest.mark.parametrize(("name", "value"), [("theme", "entry"), ("scene", "trouble"), ("municipality", "0")])
def test_a_choice_that_nothing_fits_says_so_and_leads_back(sheet, manager, client, name, value):
    publish(sheet, by=manager, now=NOW)
    shown = client.get(LIBRARY, {name: value}).text
    assert ("その条件の表は、ありません" in shown) == (name != "municipality")


@pytest.mark.parametrize("value", ["x", "9" * 40, "-1", "１２", ""])
def test_a_choice_that_is_not_offered_is_as_if_it_were_not_made(sheet, manager, client, value):
    publish(sheet, by=manager, now=NOW)
    wanted = {"municipality": value, "area": value, "theme": value, "scene": value}
    assert sheet.get_absolute_url() in client.get(LIBRARY, wanted).text


@pytest.mark.parametrize("count", [1, 3])
def test_the_library_asks_as_often_for_three_sheets_as_for_one(
    office, manager, partner, count, django_assert_num_queries
):
    for _ in range(count):
        sheet = make_role_sheet(by=manager, now=NOW, office=office, municipality=None)
        publish(sheet, by=manager, now=NOW)
    reader = sign_in(Client(), make_partner(agency=make_agency(name="よそ")))
    reader.get(LIBRARY)
    with django_assert_num_queries(9):
        reader.get(LIBRARY)
    with django_assert_num_queries(10):
        reader.get(sheet.get_absolute_url())


def test_a_former_version_says_what_changed_and_leads_to_the_one_that_counts(sheet, manager, client):
    publish(sheet, by=manager, now=NOW)
    second = begin_version(sheet=sheet, actor=manager, now=NOW)
    words = small_content() | {A_TEXT: "会って、話をきく"}
    save_content(
        version=second, seen=second.edition, content=words, chosen={}, is_desk=True, actor=manager, now=NOW
    )
    publish(sheet, by=manager, now=NOW)
    shown = client.get(f"{sheet.get_absolute_url()}versions/1/").text
    assert "<del>会って計画を作る</del>" in shown
    assert "<ins>会って、話をきく</ins>" in shown
    assert "これは前の版です" in shown


def test_two_sheets_are_compared_and_a_draft_never(sheet, manager, client):
    publish(sheet, by=manager, now=NOW)
    other = make_role_sheet(by=manager, now=NOW, content=small_content() | {A_TEXT: "電話できく"})
    asked = {"a": sheet.slug, "b": other.slug}
    assert "電話できく" not in client.get(f"{LIBRARY}compare/", asked).text
    publish(other, by=manager, now=NOW)
    shown = client.get(f"{LIBRARY}compare/", asked).text
    assert "【中心】電話できく" in shown
    assert shown.count("ちがいます") == 1
    told = client.get(f"{LIBRARY}compare/table.csv", asked).content.decode("utf-8-sig").splitlines()
    assert told[0] == "時期,だれが,県全体　出口支援の役割分担表,県全体　出口支援の役割分担表,ちがい".replace(
        "県全体", sheet.place, 1
    )
    assert sum(line.endswith("ちがいます") for line in told) == 1
    assert client.get(f"{LIBRARY}compare/table.csv", {"a": sheet.slug, "b": "none"}).status_code == 404


def test_the_sheets_of_two_municipalities_are_compared_with_their_own_rows_beside_each_other(
    office, manager, client
):
    slugs = []
    for code, place in (("172031", "小松市"), ("172022", "七尾市")):
        words = exit_support(place, "福祉課", meeting="会議に出る", tells="答える")
        town = make_municipality(code=code, name=place)
        made = make_role_sheet(by=manager, now=NOW, municipality=town, content=words)
        publish(made, by=manager, now=NOW)
        slugs.append(made.slug)
    asked = dict(zip("ab", slugs, strict=True))
    shown = client.get(f"{LIBRARY}compare/", asked).text
    assert ("ちがいます" in shown, "この表にありません" in shown) == (False, False)
    assert shown.count("市町村　小松市／七尾市") == 5
    told = client.get(f"{LIBRARY}compare/table.csv", asked).content.decode("utf-8-sig")
    assert "ちがいます" not in told


def test_the_role_table_says_who_does_what_until_when(sheet, manager, client):
    publish(sheet, by=manager, now=NOW)
    table = json.loads(client.get(f"{sheet.get_absolute_url()}matrix.json").text)
    assert (table["format"], table["format_version"], table["version"]) == ("tsunagu.role_table", 1, 1)
    assert [each["name"] for each in table["bodies"]] == ["センター", "市", "もう1つの窓口"]
    assert {"stage": "s2", "body": "b1", "part": "beside", "task": "訪問する", "until": "春"} in table[
        "tasks"
    ]
    assert len(table["tasks"]) == 5


def test_the_municipality_sees_a_draft_once_it_was_sent_and_others_never(sheet, manager, city, outside):
    address = f"/my/role-sheets/{sheet.pk}/"
    ends = ("", "write/", "look/", "agree/", "remove/", "sheet.pdf")
    assert {city.get(f"{address}{end}").status_code for end in ends} == {404}
    send_version(version=version_of(sheet), seen=0, actor=manager, now=NOW)
    assert "確かめる番です" in city.get(address).text
    assert {outside.get(f"{address}{end}").status_code for end in ends} == {404}
    assert Client().get(address).status_code == 302


def test_the_municipality_agrees_on_a_page_that_shows_the_sheet(sheet, manager, city):
    send_version(version=version_of(sheet), seen=0, actor=manager, now=NOW)
    address = f"/my/role-sheets/{sheet.pk}/agree/"
    assert "会って計画を作る" in city.get(address).text
    typed = {"agreed_on": "きのう", "agreed_post": "金沢市 福祉課", "agreed_name": "山田", "seen": "0"}
    refused = city.post(address, typed)
    assert (refused.status_code, "きのう" in refused.text) == (422, True)
    assert city.post(address, typed | {"agreed_on": f"{timezone.localdate(NOW)}"}).status_code == 303
    assert version_of(sheet).state == "agreed"


def test_a_sheet_that_lacks_something_is_mended_before_it_is_agreed_to(sheet, manager, city):
    version = version_of(sheet)
    send_version(version=version, seen=0, actor=manager, now=NOW)
    address = f"/my/role-sheets/{sheet.pk}/"
    assert f'href="{address}agree/"' in city.get(address).text
    city.post(f"{address}write/", small_content() | {"body.b3.name": "", "seen": "0", "do": "save"})
    shown = city.get(address).text
    assert "3行目の名前が、空いています。" in shown
    assert (f'href="{address}agree/"' in shown, f'<a href="{address}write/">直す</a>' in shown) == (
        False,
        True,
    )
    assert city.get(f"{address}agree/").headers["Location"] == address
    asked = {"agreed_on": f"{timezone.localdate(NOW)}", "agreed_post": "市", "agreed_name": "", "seen": "1"}
    refused = city.post(f"{address}agree/", asked)
    assert (refused.status_code, f'href="{address}write/"' in refused.text) == (422, True)


def test_an_officer_who_mended_a_sheet_tells_the_centre(sheet, manager, city, outside):
    send_version(version=version_of(sheet), seen=0, actor=manager, now=NOW)
    address, button = f"/my/role-sheets/{sheet.pk}/", "直したことを、センターに知らせる"
    assert button not in city.get(address).text
    city.post(f"{address}write/", small_content() | {A_TEXT: "市が直した", "seen": "0", "do": "save"})
    assert button in city.get(address).text
    assert outside.post(f"{address}answer/").status_code == 404
    assert city.get(f"{address}answer/").status_code == 303
    assert version_of(sheet).answered_on is None
    told = city.post(f"{address}answer/", follow=True).text
    assert "センターが読んでいます" in told
    assert button not in told
    assert "センターが読んでいます" in city.get("/my/role-sheets/").text
    assert "市町村が直しました" in sign_in(Client(), manager).get(f"/cms/role-sheets/{sheet.pk}/").text


def test_another_municipalitys_name_is_told_to_whoever_agrees(sheet, manager, city):
    RoleSheet.objects.update(municipality=make_municipality(code="172049", name="輪島市"))
    make_municipality(code="172031", name="小松市")
    send_version(version=version_of(sheet), seen=0, actor=manager, now=NOW)
    address = f"/my/role-sheets/{sheet.pk}/"
    assert "ほかの市町村の名前があります" not in city.get(address).text
    city.post(f"{address}write/", small_content() | {"body.b2.name": "小松市", "seen": "0", "do": "save"})
    for end in ("", "agree/"):
        assert "<li>小松市のだれがに「小松市」</li>" in city.get(f"{address}{end}").text


def test_a_unit_of_the_city_checks_what_stands_under_the_citys_name(sheet, office, manager):
    unit = make_agency(name="障害福祉課", parent=office)
    send_version(version=version_of(sheet), seen=0, actor=manager, now=NOW)
    assert sign_in(Client(), make_partner(agency=unit)).get(f"/my/role-sheets/{sheet.pk}/").status_code == 200


def test_an_agency_makes_a_copy_by_a_press_alone_and_it_is_its_own(sheet, manager, city, outside):
    publish(sheet, by=manager, now=NOW)
    copy = f"{sheet.get_absolute_url()}copy/"
    assert outside.get(copy).status_code == 303
    made = outside.post(copy)
    own = RoleSheet.objects.get(keeper__isnull=False)
    assert made["Location"] == f"/my/role-sheets/{own.pk}/write/"
    assert outside.get(made["Location"]).status_code == 200
    assert city.get(made["Location"]).status_code == 404
    assert own.get_absolute_url() not in Client().get(LIBRARY).text
    assert Client().get(own.get_absolute_url()).status_code == 404


def test_the_desk_does_not_read_the_copies_of_agencies(sheet, manager, partner, office):
    version = publish(sheet, by=manager, now=NOW)
    own = copy_to_own(version=version, agency=make_agency(name="みなも"), actor=partner, now=NOW)
    desk = sign_in(Client(), manager)
    assert desk.get(f"/cms/role-sheets/{own.pk}/").status_code == 404
    assert desk.get("/cms/role-sheets/").text.count("/cms/role-sheets/new/") == 1


def test_what_the_municipality_typed_stays_when_the_centre_takes_the_sheet_back(sheet, manager, city):
    send_version(version=version_of(sheet), seen=0, actor=manager, now=NOW)
    address = f"/my/role-sheets/{sheet.pk}/"
    assert city.get(f"{address}write/").status_code == 200
    take_back_version(version=version_of(sheet), actor=manager, now=NOW)
    typed = small_content() | {A_TEXT: "市が書いた文", "seen": "0", "do": "save"}
    answer = city.post(f"{address}write/", typed)
    assert (answer.status_code, "市が書いた文" in answer.text) == (422, True)
    assert "いまはセンターが書いています" in answer.text
    agreed = {"agreed_on": f"{timezone.localdate(NOW)}", "agreed_post": "市", "agreed_name": "", "seen": "0"}
    assert city.post(f"{address}agree/", agreed).status_code == 422
    assert version_of(sheet).content == small_content()


@pytest.mark.parametrize("count", [1, 3])
def test_an_agencys_list_and_the_comparison_ask_as_often_for_three_as_for_one(
    office, manager, count, django_assert_num_queries
):
    for number in range(count):
        sheet = make_role_sheet(by=manager, now=NOW, office=office, title=f"表{number}")
        publish(sheet, by=manager, now=NOW)
    reader = sign_in(Client(), make_partner(agency=office))
    addresses = {"/my/role-sheets/": OWN_LIST, f"{LIBRARY}compare/?a={sheet.slug}&b={sheet.slug}": COMPARISON}
    for address, queries in addresses.items():
        reader.get(address)
        with django_assert_num_queries(queries):
            reader.get(address)
