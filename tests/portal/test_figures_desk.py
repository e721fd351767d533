"""The desk for figures: who comes in, one form that keeps what was typed, four acts, the start page."""

from datetime import timedelta
from decimal import Decimal

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal.figures import desk_urls, queries, rules, services
from portal.figures.forms import FigureField, TableEditor
from portal.figures.models import StatTable
from tests.factories.accounts import make_user, sign_in
from tests.factories.figures import NOW, make_table, seen, somebody
from tests.factories.shown import mark

pytestmark = pytest.mark.django_db

NAMES = [pattern.name for pattern in desk_urls.urlpatterns]
ONLY_BY_POST = {"send", "verify", "publish", "take_back", "correct", "drop"}
SURE = {"take_back_sure", "drop_sure"}
OF_TABLES = {"table", "edit"} | ONLY_BY_POST | SURE
TYPED = {
    "scope": "own",
    "title": "相談は、電話がいちばん多くなっています",
    "measured": "相談を受けた人の数",
    "base_text": "その年度に、はじめて相談した方",
    "unit": "人",
    "fiscal_year": "2025",
    "source_title": "令和7年度 事業報告",
    "source_year": "２０２６",
    "chart": "bar",
    "order": "100",
    "as_of_0": "",
    "as_of_1": "",
    "as_of_2": "",
    "rows-TOTAL_FORMS": "3",
    "rows-INITIAL_FORMS": "0",
    "rows-0-label": "電話",
    "rows-0-value": "１，２３４",
    "rows-1-label": "来所",
    "rows-1-value": "9",
    "rows-2-label": "",
    "rows-2-value": "",
}


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def desk(centre):
    return sign_in(Client(), somebody("staff"))


@pytest.fixture
def managers_desk(centre):
    return sign_in(Client(), somebody("manager"))


def address(name, table=None):
    return reverse(f"figures_desk:{name}", args=[table.pk] if table else [])


# Who comes in


def test_every_address_is_known_to_these_tests():
    assert set(NAMES) == OF_TABLES | {"list", "create", "small_counts"}


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(("role", "status"), [("editor", 404), ("partner", 302), ("system_admin", 404)])
def test_who_does_not_keep_figures_finds_nothing_there(name, role, status):
    table = make_table(state="draft")
    client = sign_in(Client(), make_user(roles=[role]), with_factor=role != "partner")
    for method in (client.get, client.post):
        assert method(address(name, table if name in OF_TABLES else None)).status_code == status
    assert StatTable.objects.get().state == "draft"


@pytest.mark.parametrize("name", NAMES)
def test_strangers_are_asked_to_sign_in(name):
    answer = Client().get(address(name, make_table() if name in OF_TABLES else None))
    assert (answer.status_code, answer.headers["Location"].split("?")[0]) == (302, "/staff/")


@pytest.mark.parametrize("name", NAMES)
def test_the_people_of_the_desk_come_in(name, managers_desk):
    table = make_table(state="draft")
    # Nothing is asked about a draft that nobody sees.
    expected = 405 if name in ONLY_BY_POST else 303 if name == "take_back_sure" else 200
    assert managers_desk.get(address(name, table if name in OF_TABLES else None)).status_code == expected


def test_staff_do_not_decide_how_small_a_number_may_be(desk):
    assert desk.post(address("small_counts"), {"threshold": "9"}).status_code == 404
    assert queries.small_counts_threshold() == 5
    assert address("small_counts") not in desk.get(address("list")).content.decode()


@pytest.mark.parametrize("name", sorted(OF_TABLES))
def test_what_is_not_there_is_404(name, desk):
    method = desk.post if name in ONLY_BY_POST else desk.get
    assert method(reverse(f"figures_desk:{name}", args=[999_999])).status_code == 404


# The list


def test_the_list_shows_how_each_table_stands(desk):
    make_table(title="公開した表")
    make_table(title="待っている表", state="sent")
    everything = desk.get(address("list")).content.decode()
    assert ("公開した表" in everything, "待っている表" in everything) == (True, True)
    waiting = desk.get(address("list"), {"state": "sent"}).content.decode()
    assert ("公開した表" in waiting, "待っている表" in waiting) == (False, True)
    assert "確認待ち（1）" in waiting


@pytest.mark.parametrize("query", ["state=x", "page=x", "page=99", "state=%00"])
def test_a_broken_query_is_no_error(desk, query):
    make_table()
    assert desk.get(f"{address('list')}?{query}").status_code == 200


@pytest.mark.parametrize("tables", [1, 3])
def test_the_list_asks_as_often_for_many_tables_as_for_one(desk, tables):
    for _ in range(tables):
        make_table(state="draft")
    desk.get(address("list"))
    with CaptureQueriesContext(connection) as captured:
        desk.get(address("list"))
    asked = [query["sql"] for query in captured if 'FROM "figures_' in query["sql"]]
    assert len(asked) == 4


# The form


def test_a_table_is_entered_with_one_form_in_any_width(desk):
    answer = desk.post(address("create"), TYPED)
    table = StatTable.objects.get()
    assert (answer.status_code, answer.headers["Location"]) == (303, address("table", table))
    assert (table.state, table.source_year, table.base_number) == ("draft", 2026, None)
    assert list(table.values.values_list("order", "label", "value")) == [
        (1, "電話", Decimal(1234)),
        (2, "来所", Decimal(9)),
    ]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"title": ""}, "わかったことを書いてください。"),
        ({"source_title": ""}, "出典を書いてください。"),
        ({"source_year": ""}, "出典の年（西暦）を書いてください。"),
        ({"source_year": "令和7年"}, "数字だけを書いてください。"),
        ({"source_year": "26"}, "1900から2,200までの整数で書いてください。"),
        ({"source_url": "::"}, "「https://」から始まるアドレスを書いてください。"),
        ({"fiscal_year": ""}, "このセンターの数は、年度ごとに出します。"),
        ({"scope": "national", "fiscal_year": ""}, "年度か、いつの時点かの、どちらかを書いてください。"),
        ({"unit": "%"}, "割合ではなく、人や件の数で書いてください。"),
        ({"base_number": "1.5"}, "1から999,999,999までの整数で書いてください。"),
        ({"rows-0-value": "たくさん"}, "数字だけを書いてください。"),
        ({"rows-0-value": "1.2345"}, "小数は3桁までで書いてください。"),
        ({"rows-0-value": "9999999999"}, "数が大きすぎます。"),
        ({"rows-0-value": "1.5"}, "人や件の数は、0以上の整数で書いてください。"),
        ({"rows-1-label": "電話"}, "同じ名前の項目があります。"),
        ({"rows-1-label": ""}, "項目を書いてください。"),
        ({"rows-0-label": "", "rows-0-value": "", "rows-1-label": "", "rows-1-value": ""}, "1行以上"),
        ({"chart": "stacked"}, "帯にできるのは、足すと合計になる表だけです。"),
        ({"adds_up": "on", "base_number": "2000"}, "足りない分は「そのほか」の行に書いてください。"),
        ({"rows-1-unit": "回"}, "単位がちがう数は、一つの図にできません。"),
    ],
)
def test_a_mistake_is_said_and_everything_typed_stays(desk, change, words):
    answer = desk.post(address("create"), TYPED | change)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert words in text
    assert ('value="相談を受けた人の数"' in text, "<title>エラー：" in text) == (True, True)
    assert StatTable.objects.count() == 0


@pytest.mark.parametrize("typed", ["NaN", "Infinity", "-Infinity", "1e5000", "1e-9", "１＋１", "0x10"])
def test_what_is_no_number_is_refused(typed):
    with pytest.raises(ValidationError):
        FigureField(label="数", required=False).clean(typed)


def test_more_rows_are_added_without_losing_anything(desk):
    typed = TYPED | {"add_rows": "1", "as_of_0": "8", "as_of_1": "3", "as_of_2": "31"}
    text = desk.post(address("create"), typed).content.decode()
    assert 'name="rows-5-label"' in text
    assert ('value="１，２３４"' in text, 'value="相談を受けた人の数"' in text) == (True, True)
    assert 'name="as_of_2" value="31"' in text
    assert StatTable.objects.count() == 0


def test_a_draft_is_shown_and_changed_with_the_form_that_made_it(desk):
    table = make_table([("年齢", "56.70", "歳", "平均")], state="draft", scope="national", chart="none")
    text = desk.get(address("edit", table)).content.decode()
    for words in ("年齢", "56.70", "歳", "平均", table.title):
        assert f'value="{words}"' in text
    desk.post(address("edit", table), mark(desk, address("edit", table)) | TYPED | {"title": "変えた題名"})
    table.refresh_from_db()
    assert (table.title, table.values.count()) == ("変えた題名", 2)


def test_what_the_form_shows_can_be_sent_back_unchanged():
    table = make_table([("年齢", "56.70", "歳", "平均")], state="draft", scope="national", chart="none")
    editor = TableEditor(table=table, years=[2025])
    sent = {bound.html_name: bound.value() for bound in editor.form if bound.value() not in (None, False)}
    sent |= {bound.html_name: bound.value() or "" for form in editor.rows.forms for bound in form}
    # As browsers send it: the management form counts what was shown.
    sent |= {"rows-TOTAL_FORMS": str(len(editor.rows.forms)), "rows-INITIAL_FORMS": "4"}
    again = TableEditor(sent, table=table, years=[2025])
    assert again.is_valid()
    assert {name: getattr(table, name) for name in again.details} == again.details
    assert [(plan.label, str(plan.value)) for plan in again.plans] == [("年齢", "56.70")]


def test_a_public_table_is_not_changed_in_place(desk, managers_desk):
    table = make_table(state="draft")
    opened = mark(desk, address("edit", table))
    desk.post(address("send", table))
    managers_desk.post(address("verify", table), seen(table))
    desk.post(address("publish", table))
    answer = desk.post(address("edit", table), opened | TYPED | {"title": "変えた"})
    assert answer.status_code == 422
    assert "「直した版を作る」から直してください" in answer.content.decode()
    table.refresh_from_db()
    assert table.title != "変えた"


def test_last_years_table_is_copied_into_the_form(desk):
    table = make_table(fiscal_year=2001)
    text = desk.get(address("create"), {"copy": table.pk}).content.decode()
    assert ('value="電話"' in text, f'value="{table.title}"' in text) == (True, True)
    assert '<option value="2001" selected>平成13年度（2001年度）</option>' in text


@pytest.mark.parametrize("copy", ["", "x", "²", "-1"])
def test_a_wrong_number_to_copy_gives_an_empty_form(desk, copy):
    assert desk.get(address("create"), {"copy": copy}).status_code == 200


def test_the_years_go_back_from_the_next_one(desk):
    text = desk.get(address("create")).content.decode()
    assert '<option value="2027">令和9年度（2027年度）</option>' in text
    assert '<option value="2008">平成20年度（2008年度）</option>' in text


# The acts


def test_a_table_goes_from_the_form_to_the_public_by_two_people(desk, managers_desk):
    desk.post(address("create"), TYPED)
    table = StatTable.objects.get()
    desk.post(address("send", table))
    assert "入力した人とは別の人が" in desk.get(address("table", table)).content.decode()
    assert address("verify", table) not in desk.get(address("table", table)).content.decode()
    assert address("verify", table) in managers_desk.get(address("table", table)).content.decode()
    managers_desk.post(address("verify", table), seen(table))
    assert Client().get(table.get_absolute_url()).status_code == 404
    desk.post(address("publish", table))
    assert Client().get(table.get_absolute_url()).status_code == 200
    desk.post(address("take_back", table), {"sure": "1"})
    assert Client().get(table.get_absolute_url()).status_code == 404


def test_nobody_verifies_numbers_that_changed_after_they_were_read(desk, managers_desk):
    table = make_table(state="sent")
    read = seen(table)
    assert read["seen"] in managers_desk.get(address("table", table)).content.decode()
    with time_machine.travel(NOW + timedelta(minutes=1), tick=False):
        desk.post(address("take_back", table))
        desk.post(address("edit", table), mark(desk, address("edit", table)) | TYPED)
        desk.post(address("send", table))
        for posted in ({}, read, {"seen": "きのう"}):
            text = managers_desk.post(address("verify", table), posted, follow=True).content.decode()
            assert "読んでいるあいだに、変わりました" in text
            table.refresh_from_db()
            assert table.state == "sent"
        managers_desk.post(address("verify", table), seen(table))
    table.refresh_from_db()
    assert table.state == "verified"


def test_what_was_typed_while_a_colleague_sent_the_table_is_shown_again(desk):
    table = make_table(state="draft")
    opened = mark(desk, address("edit", table))
    desk.post(address("send", table))
    answer = desk.post(address("edit", table), opened | TYPED | {"title": "書きかけの題"})
    assert answer.status_code == 422
    assert "書きかけの題" in answer.content.decode()


def test_a_refused_act_says_why_and_changes_nothing(staff):
    table = make_table(state="sent")
    colleague = sign_in(Client(), staff)
    text = colleague.post(address("verify", table), follow=True).content.decode()
    assert "職員が入力した表は、センター長が確認します。" in text
    table.refresh_from_db()
    assert table.state == "sent"


def test_the_desk_sees_what_is_typed_beside_what_is_shown(desk):
    table = make_table([("電話", "23"), ("手紙", "3")], adds_up=True, state="draft")
    text = desk.get(address("table", table)).content.decode()
    assert '<th scope="row">手紙</th><td class="r">3人</td><td class="r"><b>非表示</b></td>' in text


# The threshold and the start page


def save_threshold(client, words):
    screen = address("small_counts")
    return client.post(screen, {"threshold": words} | mark(client, screen))


def test_the_manager_sets_the_threshold_on_one_screen(managers_desk):
    answer = save_threshold(managers_desk, "１０")
    assert (answer.status_code, queries.small_counts_threshold()) == (303, 10)
    wrong = save_threshold(managers_desk, "3")
    assert (wrong.status_code, queries.small_counts_threshold()) == (422, 10)
    assert "5から20までの整数で書いてください。" in wrong.content.decode()
    make_table([("電話", "23"), ("手紙", "15")], title="手紙は15人でした")
    refused = save_threshold(managers_desk, "16")
    assert (refused.status_code, queries.small_counts_threshold()) == (422, 10)
    assert "公開中の表「手紙は15人でした」の文の中に" in refused.content.decode()


def test_the_start_page_tells_whoever_can_be_the_second_person(desk, managers_desk):
    words = "数字を、出典と見くらべて確認する"
    make_table(state="sent")
    assert words in managers_desk.get("/cms/").content.decode()
    assert words not in desk.get("/cms/").content.decode()
    by_manager = make_table(state="draft")
    manager = somebody("manager")
    services.update_table(
        table=by_manager, details={}, rows=[services.RowPlan("電話", Decimal(9))], actor=manager, now=NOW
    )
    services.send_table(table=by_manager, actor=manager, now=NOW)
    assert words in desk.get("/cms/").content.decode()
    assert queries.tables_to_verify(user_id=manager.pk, is_manager=True) == 1


@pytest.mark.parametrize("entered_by", ["staff", "manager"])
@pytest.mark.parametrize("state", ["draft", "sent", "verified", "published"])
def test_the_database_and_the_rule_let_the_same_people_verify(entered_by, state):
    table = make_table(state=state)
    if entered_by == "manager":
        second = None if state in ("draft", "sent") else somebody("staff")
        StatTable.objects.update(entered_by=somebody("manager"), verified_by=second)
    writer = somebody(entered_by)
    other = make_user(email="figures-other@example.jp", roles=["staff"])
    for user, leads in ((somebody("staff"), False), (somebody("manager"), True), (other, False)):
        verdict = rules.may_verify(
            table.state,
            is_by_who_entered=user == writer,
            entered_by_manager=entered_by == "manager",
            is_manager=leads,
        )
        assert queries.tables_to_verify(user_id=user.pk, is_manager=leads) == verdict.allowed
