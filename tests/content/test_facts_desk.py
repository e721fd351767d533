"""The staff's screens of figures."""

from datetime import date
from io import BytesIO

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from accounts.enums import PublicRole
from content.facts.models import DatedFact
from content.facts.panels import facts_on_the_desk
from tests.content.dated import NOW, TODAY, checked_fact, stored_fact
from tests.factories.accounts import make_user, sign_in
from tests.factories.shown import mark

LIST, DUE, EXPORT = "/cms/facts/", "/cms/facts-to-check/", "/cms/facts-to-check/export.xlsx"
CHOOSER = "/cms/facts_chooser/"
TYPED = {
    "key": "",
    "name": "見本加算",
    "value": "５，２１３",
    "unit": "円/日",
    "valid_from": "令和8年4月1日",
    "valid_until": "",
    "source_title": "見本の資料",
    "source_year": "令和8年度",
    "responsible": "連携担当",
    "source_url": "",
    "note": "",
}


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def desk(staff):
    return sign_in(Client(), staff)


def test_staff_keep_a_new_figure(desk, staff):
    answer = desk.post(f"{LIST}new/", TYPED)
    assert (answer.status_code, answer.headers["Location"]) == (302, LIST)
    made = DatedFact.objects.get()
    assert (made.value, made.number, made.valid_from) == ("5,213", 5213, date(2026, 4, 1))
    assert (made.checked_by, made.checked_on) == (staff, TODAY)
    assert made.key.startswith("fact-")


def test_staff_may_give_a_figure_its_key(desk):
    desk.post(f"{LIST}new/", TYPED | {"key": "home-fee"})
    assert DatedFact.objects.get().key == "home-fee"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"source_title": ""}, "出典を書いてください。"),
        ({"source_year": ""}, "いつの資料かを書いてください。"),
        ({"value": ""}, "値を書いてください。"),
        ({"valid_from": ""}, "使い始める日を書いてください。"),
        ({"valid_from": "春"}, "日付として読み取れません。"),
        ({"valid_until": "令和7年4月1日"}, "使い終わる日は、使い始める日より前にできません。"),
        ({"source_url": "ftp://a"}, "で始まる形で書いてください。"),
        ({"key": "加算"}, "英数字と「-」だけで書いてください。"),
        ({"value": "1234567890123"}, "数が大きすぎます。"),
        ({"key": "units"}, "この数字には、同じ時期の値がもうあります。"),
    ],
)
def test_a_mistake_says_what_to_write(desk, change, words):
    stored_fact()
    answer = desk.post(f"{LIST}new/", TYPED | change)
    assert words in answer.content.decode()
    assert DatedFact.objects.count() == 1


def test_a_correction_keeps_the_key(desk):
    stored = stored_fact()
    answer = desk.post(
        f"{LIST}edit/{stored.pk}/",
        mark(desk, f"{LIST}edit/{stored.pk}/") | TYPED | {"key": "other", "due_on": "R9.4.1"},
    )
    assert answer.status_code == 302
    stored.refresh_from_db()
    assert (stored.key, stored.text, stored.due_on) == ("units", "5,213円/日", date(2027, 4, 1))


def test_a_correction_that_would_overlap_says_so(desk):
    stored_fact(valid_until=date(2024, 3, 31))
    later = stored_fact(valid_from=date(2024, 4, 1))
    answer = desk.post(
        f"{LIST}edit/{later.pk}/",
        mark(desk, f"{LIST}edit/{later.pk}/") | TYPED | {"valid_from": "R6.3.31", "due_on": ""},
    )
    assert "この数字には、同じ時期の値がもうあります。" in answer.content.decode()


def test_the_next_check_comes_after_the_last(desk, staff):
    stored = checked_fact(staff)
    answer = desk.post(
        f"{LIST}edit/{stored.pk}/", mark(desk, f"{LIST}edit/{stored.pk}/") | TYPED | {"due_on": "R8.6.1"}
    )
    assert "次に確かめる日は、確かめた日よりあとにしてください。" in answer.content.decode()


def test_a_value_that_another_follows_keeps_a_last_day(desk):
    old = stored_fact(valid_until=date(2024, 3, 31))
    old.superseded_by = stored_fact(valid_from=date(2024, 4, 1))
    old.save()
    answer = desk.post(
        f"{LIST}edit/{old.pk}/",
        mark(desk, f"{LIST}edit/{old.pk}/") | TYPED | {"valid_from": "R4.4.1", "due_on": ""},
    )
    assert "新しい値があるので、使い終わる日が要ります。" in answer.content.decode()


def test_the_list_of_what_is_due_names_figure_value_source_and_state(desk, staff):
    stored_fact(note="条件があります。")
    stored_fact(key="over", name="終わった額", valid_until=date(2023, 3, 31))
    checked_fact(staff, key="fine", name="確かめた額")
    html = desk.get(DUE).content.decode()
    for words in (
        "2件",
        "見本加算",
        "670単位/日",
        "令和4年度当初",
        "まだ確かめていません",
        "期限切れ",
        "終わった額",
    ):
        assert words in html
    assert "確かめた額" not in html


def test_what_nobody_ever_checked_is_due_first(desk, staff):
    checked_fact(staff, key="late", name="遅れた額", due_on=date(2026, 11, 20))
    checked_fact(staff, key="later", name="もっと遅れた額", due_on=date(2026, 11, 1))
    stored_fact(name="未確認の額")
    names = [fact.name for fact, _ in desk.get(DUE).context["rows"]]
    assert names == ["未確認の額", "もっと遅れた額", "遅れた額"]


def test_one_press_says_that_a_figure_still_holds(desk, staff):
    stored = stored_fact()
    assert desk.get(f"{DUE}{stored.pk}/confirm/").status_code == 405
    answer = desk.post(f"{DUE}{stored.pk}/confirm/")
    assert (answer.status_code, answer.headers["Location"]) == (303, DUE)
    stored.refresh_from_db()
    assert (stored.checked_by, stored.due_on) == (staff, date(2027, 11, 25))
    assert "「見本加算」を確かめました。次は令和9年11月25日（木）です。" in desk.get(DUE).content.decode()


def test_a_new_value_is_written_on_one_screen(desk):
    old = stored_fact(value="200")
    address = f"{DUE}{old.pk}/new-value/"
    assert 'value="見本の資料"' in desk.get(address).content.decode()
    answer = desk.post(address, TYPED | {"value": "300", "unit": "単位/日"})
    assert (answer.status_code, answer.headers["Location"]) == (303, DUE)
    old.refresh_from_db()
    assert (old.valid_until, old.superseded_by.text) == (date(2026, 3, 31), "300単位/日")


def test_the_list_says_the_day_as_all_other_screens_do(desk, staff):
    checked_fact(staff, key="later", name="額", due_on=date(2027, 11, 1))
    shown = desk.get(LIST).content.decode()
    assert "令和9年11月1日" in shown
    assert "2027年" not in shown


def test_a_new_value_that_begins_too_early_keeps_what_was_typed(desk):
    old = stored_fact()
    answer = desk.post(f"{DUE}{old.pk}/new-value/", TYPED | {"valid_from": "R4.4.1"})
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "新しい値を使い始める日は、前の値を使い始めた日よりあとにしてください。" in html
    assert DatedFact.objects.count() == 1


@pytest.mark.parametrize(
    ("state", "names"),
    [
        ("", ["いま", "これから", "前", "未確認", "終了"]),
        ("current", ["いま"]),
        ("to_check", ["未確認"]),
        ("expired", ["終了"]),
        ("future", ["これから"]),
        ("past", ["前"]),
        ("nonsense", ["いま", "これから", "前", "未確認", "終了"]),
    ],
)
def test_the_list_is_narrowed_by_state(desk, staff, state, names):
    now = checked_fact(staff, name="いま", valid_from=date(2024, 4, 1))
    stored_fact(name="前", valid_until=date(2024, 3, 31), superseded_by=now)
    stored_fact(key="b", name="未確認")
    stored_fact(key="c", name="終了", valid_until=date(2023, 3, 31))
    stored_fact(key="d", name="これから", valid_from=date(2027, 4, 1))
    answer = desk.get(LIST, {"state": state})
    assert sorted(each.name for each in answer.context["object_list"]) == sorted(names)


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("address", [LIST, DUE, EXPORT, CHOOSER])
def test_lists_take_as_many_queries_for_three_figures_as_for_one(desk, address, count):
    for number in range(count):
        stored_fact(key=f"figure-{number}")
    with CaptureQueriesContext(connection) as captured:
        assert desk.get(address).status_code == 200
    # The admin's own frame asks the same on every screen.
    asked = {LIST: 2, DUE: 1, EXPORT: 1, CHOOSER: 3}[address]
    assert sum('FROM "facts_' in query["sql"] for query in captured) == asked


def test_all_values_are_handed_out_as_a_workbook(desk):
    stored_fact(valid_until=date(2023, 3, 31))
    answer = desk.get(EXPORT)
    sheet = load_workbook(BytesIO(answer.content)).active
    headings, row = ([cell.value for cell in line] for line in sheet.rows)
    assert headings[:3] == ["何の数字か", "値", "単位"]
    assert row[:3] == ["見本加算", "670", "単位/日"]
    assert dict(zip(headings, row, strict=True))["状態"] == "期限切れ"
    assert "no-store" in answer.headers["Cache-Control"]


def test_the_editor_chooses_among_the_values_that_count_today(desk):
    stored_fact(value="200", valid_until=date(2024, 3, 31))
    stored_fact(value="300", valid_from=date(2024, 4, 1))
    html = desk.get(CHOOSER).json()["html"]
    assert "見本加算：300単位/日（令和4年度当初）" in html
    assert "200単位/日" not in html


def test_the_start_page_counts_what_is_due(staff, partner, rf):
    stored_fact()
    stored_fact(key="over", name="終わった額", valid_until=date(2023, 3, 31))
    request = rf.get("/cms/")
    request.user = staff
    (row,) = facts_on_the_desk(request)
    assert (row.count, row.url, row.is_late) == (2, DUE, True)
    assert "ほか" in row.note
    request.user = partner
    assert facts_on_the_desk(request) == []


@pytest.mark.parametrize(("role", "status"), [("manager", 200), ("editor", 404), ("system_admin", 404)])
def test_who_checks_figures(db, role, status):
    client = sign_in(Client(), make_user(roles=[PublicRole(role)]))
    stored = stored_fact()
    assert [client.get(address).status_code for address in (DUE, EXPORT)] == [status] * 2
    assert client.post(f"{DUE}{stored.pk}/confirm/").status_code == (303 if status == 200 else 404)
    listed = client.get(LIST).status_code
    assert listed == (200 if status == 200 else 302)


def test_partners_and_strangers_are_sent_to_sign_in(partner):
    for client in (Client(), sign_in(Client(), partner)):
        assert client.get(DUE).headers["Location"].split("?")[0] == "/staff/"


@pytest.mark.parametrize("place", ["copy", "delete", "history"])
def test_what_is_not_offered_has_no_address(desk, place):
    stored = stored_fact()
    assert desk.get(f"{LIST}{place}/{stored.pk}/").status_code == 404


def test_confirming_a_figure_that_is_gone_leads_back_to_the_list_with_words(desk):
    gone = stored_fact().pk
    DatedFact.objects.all().delete()
    assert "ほかの人が、この項目を消しました。" in desk.post(f"{DUE}{gone}/confirm/", follow=True).text
