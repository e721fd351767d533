"""What everybody sees of additions: the list, its paper and table, the checker."""

import csv
import io
from datetime import date

import pypdfium2
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from outreach.role_sheets.additions.enums import Per, Release, Route, Service
from outreach.role_sheets.additions.models import Addition
from outreach.role_sheets.additions.shelf import shelf
from portal.mid_form import FURIGANA
from tests.factories.accounts import sign_in
from tests.factories.additions import load_first, make_addition, make_price

pytestmark = pytest.mark.django_db

LIST, CHECK = "/guides/additions/", "/guides/additions/check/"
TYPED = {
    "service": Service.GROUP_HOME,
    "release": Release.CORRECTIONAL,
    "released_on_0": "6",
    "released_on_1": "5",
    "released_on_2": "10",
    "route": Route.MUNICIPALITY,
    "starts_on_0": "令和6",
    "starts_on_1": "７",
    "starts_on_2": "1",
    "area": "",
    "times": "",
}


@pytest.fixture
def anybody(now):
    return Client()


def queries_of(client, address, data=None):
    with CaptureQueriesContext(connection) as captured:
        answer = client.post(address, data) if data else client.get(address)
    assert answer.status_code == 200
    return len(captured)


def states(answer):
    return [(line.row.units, line.state.value) for shelf in answer.context["shelves"] for line in shelf.lines]


def test_the_row_of_today_is_marked_and_stands_first(anybody):
    make_addition(units=1, valid_from=date(2020, 4, 1), valid_until=date(2022, 3, 31))
    make_addition(units=3, valid_from=date(2027, 4, 1))
    make_addition(units=2, valid_until=date(2027, 3, 31), note="令和9年4月に変わります。")
    answer = anybody.get(LIST)
    assert states(answer) == [(2, "now"), (3, "future"), (1, "past")]
    for words in ("令和9年3月31日まで", "見本の資料", "令和4年度当初", "令和9年4月に変わります。"):
        assert words in answer.text
    assert answer.text.count('class="state state--open">いま<') == 1


def test_a_value_says_when_it_was_checked_or_that_it_was_not(anybody):
    row = make_addition()
    assert "出典の資料のままです。" in anybody.get(LIST).text
    Addition.objects.filter(pk=row.pk).update(reviewed_on=date(2026, 6, 1), review_due_on=date(2027, 6, 1))
    page = Client().get(f"{LIST}?x=1").text
    assert "令和8年6月1日" in page
    assert "確かめ直しているところ" not in page
    Addition.objects.update(review_due_on=date(2026, 11, 25))
    assert "確かめ直しているところ" in Client().get(f"{LIST}?x=2").text


def test_without_additions_the_page_says_so_and_no_shelf_stands(anybody, rf):
    assert "加算の一覧は、まだありません" in anybody.get(LIST).text
    assert shelf(rf.get("/guides/")) is None
    make_addition()
    assert shelf(rf.get("/guides/")).address == LIST


def test_one_and_three_rows_take_as_many_queries(partner, now):
    client = sign_in(Client(), partner)
    make_addition()
    client.get(LIST)
    one = queries_of(client, LIST)
    make_addition(service=Service.WORK_A)
    make_addition(service=Service.WORK_B)
    assert queries_of(client, LIST) == one == 7


def test_the_table_holds_every_value_with_its_source(anybody, now):
    load_first(now=now)
    answer = anybody.get(f"{LIST}table.csv")
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    head, *rows = csv.reader(io.StringIO(answer.content.decode("utf-8-sig")))
    assert head[:3] == ["サービス", "加算", "単位数"]
    assert len(rows) == 12
    assert all(row[head.index("出典")] and row[head.index("いつの資料か")] for row in rows)
    assert [row[2] for row in rows if row[0] == "計画相談支援"] == ["300", "200"]


def test_the_paper_holds_what_counts_today_and_no_former_value(anybody, now):
    load_first(now=now)
    answer = anybody.get(f"{LIST}sheet.pdf")
    assert answer["Content-Type"] == "application/pdf"
    pages = [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(answer.content)]
    words = "".join("".join(pages).split())
    for each in ("670", "306", "480", "300", "令和4年度当初", "確かめているところ"):
        assert each in words
    assert "令和6年3月31日まで" not in words
    assert len(pages) <= 3


def test_the_checker_says_which_addition_until_when_with_which_paper(anybody, now):
    load_first(now=now)
    page = anybody.post(CHECK, TYPED)
    assert page.status_code == 200
    for words in (
        "算定できる見込みがあります",
        "令和6年7月1日から 令和9年5月10日まで",
        "令和9年5月11日から 令和9年7月1日まで",
        "670単位/日",
        "センターに意見書を相談する",
        'href="/contact/"',
        "令和4年度当初",
    ):
        assert words in page.text
    assert "ひと月におよそ" not in page.text


def test_the_checker_tells_yen_where_there_is_a_price(anybody, now):
    load_first(now=now)
    page = anybody.post(CHECK, TYPED | {"area": "1", "times": "３０"}).text
    assert "1単位11.60円で、ひと月に30日で、およそ233,160円です" in page
    without = anybody.post(CHECK, TYPED | {"area": "1", "service": Service.WORK_A}).text
    assert "円は出せません" in without


def test_without_days_the_checker_tells_yen_of_one_day_and_of_one_time(anybody, now):
    load_first(now=now)
    typed = TYPED | {"area": "other"}
    page = anybody.post(CHECK, typed).text
    assert ["1単位10.00円で、1日におよそ6,700円です" in page, "ひと月におよそ" in page] == [True, False]
    make_price(service=Service.PLAN, prices=[10] * 8)
    assert "1回におよそ3,000円です" in anybody.post(CHECK, typed | {"service": Service.PLAN}).text


def test_what_counts_by_the_month_counts_once_however_many_days_were_typed(anybody, now):
    load_first(now=now)
    Addition.objects.filter(service=Service.GROUP_HOME).update(per=Per.MONTH)
    page = anybody.post(CHECK, TYPED | {"area": "other", "times": "20"}).text
    assert "ひと月におよそ6,700円です" in page


def test_the_checker_says_who_writes_the_letter_and_leads_to_the_forms(anybody, now):
    load_first(now=now)
    page = anybody.post(CHECK, TYPED).text
    assert ["意見書は、センターが書きます" in page, 'href="/guides/forms/"' in page] == [True, True]


def test_the_system_addition_goes_along_with_the_one_of_the_person(anybody, now):
    load_first(now=now)
    page = anybody.post(CHECK, TYPED | {"service": Service.FACILITY})
    found = [each.finding.name for each in page.context["answers"]]
    assert found == ["地域生活移行個別支援特別加算", "地域生活移行個別支援特別加算の体制加算"]
    assert "306単位/日" in page.text
    assert "12単位/日" in page.text


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"service": ""}, "使うサービスを選んでください。"),
        ({"service": "hotel"}, "正しく選択してください"),
        ({"release": ""}, "どのような方かを選んでください。"),
        ({"route": ""}, "だれが調整したかを選んでください。"),
        ({"released_on_2": ""}, "年、月、日の三つとも書いてください。"),
        ({"released_on_1": "2", "released_on_2": "30"}, "2月30日という日付はその年にありません。"),
        ({"released_on_0": "1889"}, "1990年から2036年までの日を書いてください。"),
        ({"starts_on_0": "2098"}, "1990年から2036年までの日を書いてください。"),
        ({"starts_on_1": "4"}, "使い始める日が、退所した日より前になっています。"),
        ({"times": "32"}, "1か月の日数か回数は、1から31までの数で書いてください。"),
        ({"times": "毎日"}, "1か月の日数か回数を、数字で書いてください。"),
    ],
)
def test_a_mistake_says_what_to_write(change, words, anybody):
    answer = anybody.post(CHECK, TYPED | change)
    assert answer.status_code == 422
    assert words in answer.text


def test_the_checker_keeps_nothing(anybody, now):
    load_first(now=now)
    with CaptureQueriesContext(connection) as captured:
        answer = anybody.post(CHECK, TYPED | {"area": "1"})
    assert [each["sql"] for each in captured if not each["sql"].startswith("SELECT")] == []
    assert "no-store" in answer["Cache-Control"]
    assert set(answer.cookies) == {"tsunagu-csrf"}
    assert "令和" not in str(answer.cookies)


def test_the_checker_asks_as_often_for_one_row_as_for_three(partner, now):
    client, asked = sign_in(Client(), partner), TYPED | {"area": "1"}
    make_addition()
    make_price()
    client.post(CHECK, asked)
    one = queries_of(client, CHECK, asked)
    for name in ("二つめの加算", "三つめの加算"):
        make_addition(name=name)
    assert queries_of(client, CHECK, asked) == one == 8


def test_a_switch_of_the_look_keeps_what_was_typed_and_the_result(anybody, now):
    load_first(now=now)
    half = {"service": Service.WORK_A, "released_on_0": "6", FURIGANA: "on"}
    answer = anybody.post(CHECK, half)
    assert answer.status_code == 200
    assert answer.context["form"]["service"].value() == Service.WORK_A
    assert 'value="6"' in answer.text
    for typed, shows_it in ((TYPED, True), (half, False)):
        again = anybody.post(CHECK, typed | {"result": "1", FURIGANA: "plain"})
        assert (again.status_code, "確かめた結果" in again.text) == (200, shows_it)
        assert "書いてください。" not in again.text
