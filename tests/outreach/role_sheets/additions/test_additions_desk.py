"""The staff's screens of additions and prices."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.enums import PublicRole
from outreach.role_sheets.additions.enums import Service
from outreach.role_sheets.additions.models import Addition, UnitPrice
from outreach.role_sheets.additions.services import change_row
from tests.factories.accounts import make_user, sign_in
from tests.factories.additions import load_first, make_addition, make_price
from tests.factories.shown import as_shown

pytestmark = pytest.mark.django_db

LIST, PRICES, DUE = (
    "/cms/reward-additions/",
    "/cms/reward-additions-prices/",
    "/cms/reward-additions-to-check/",
)
NEW = {
    "service": Service.GROUP_HOME,
    "name": "見本加算",
    "units": "６７０",
    "per": "day",
    "limit_words": "3年以内",
    "limit_years": "3",
    "home_years": "",
    "limit_times": "",
    "conditions": "調整を受けて、支援したとき。",
    "releases": ["correctional"],
    "routes": ["centre"],
    "added_to": "",
    "papers": "",
    "valid_from": "令和8年4月1日",
    "valid_until": "",
    "source_title": "見本の資料",
    "source_year": "令和8年度",
    "source_url": "",
    "note": "",
    "responsible": "連携担当",
}
LINES = "\n".join(f"{area} {price}" for area, price in (("1級地", "１１．６０円"), ("2級地", "11.28")))
ALL_LINES = LINES + "".join(f"\n{n}級地 11" for n in range(3, 8)) + "\nその他の地域 10.00"
NEW_PRICE = {
    "service": Service.WORK_A,
    "prices": ALL_LINES,
    **{name: NEW[name] for name in NEW if name.startswith(("valid", "source"))},
    "note": "",
    "responsible": "連携担当",
}


@pytest.fixture
def desk(staff, now):
    return sign_in(Client(), staff)


@pytest.fixture
def managing(manager, now):
    return sign_in(Client(), manager)


def test_staff_keep_a_new_value_that_waits_for_the_manager(desk):
    answer = desk.post(f"{LIST}new/", NEW)
    assert (answer.status_code, answer.headers["Location"]) == (302, LIST)
    made = Addition.objects.get()
    assert (made.units, made.valid_from, made.releases) == (670, date(2026, 4, 1), ["correctional"])
    assert "まだ確かめていません" in desk.get(LIST).text
    assert made.reviewed_on is None


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"units": "0"}, "単位数を、1以上の数字で書いてください。"),
        ({"releases": []}, "対象になる方を、一つは選んでください。"),
        ({"conditions": ""}, "要件を書いてください。"),
        ({"responsible": ""}, "担当を書いてください。"),
        ({"source_title": ""}, "出典を書いてください。"),
        ({"valid_from": "春"}, "日付として読み取れません。"),
        ({"valid_until": "令和8年3月31日"}, "使い終わる日は、使い始める日より前にできません。"),
        ({"source_url": "ftp://a"}, "で始まる形で書いてください。"),
        ({"name": "ある加算"}, "同じ時期の値が、もうあります。"),
        ({"added_to": "ない加算"}, "その名前の加算が、このサービスにありません。"),
        ({"added_to": "ある加算"}, "ほかの加算に足す加算の期間と調整は、もとの加算のほうに書きます。"),
        ({"limit_years": "", "home_years": "3"}, "使い始めからの期間には退所からの期間が要り"),
        ({"limit_times": "3"}, "回数は「回」の加算だけにあります。"),
    ],
)
def test_a_mistake_says_what_to_write(desk, change, words):
    make_addition(name="ある加算")
    assert words in desk.post(f"{LIST}new/", NEW | change).text
    assert Addition.objects.count() == 1


def test_a_correction_has_to_be_confirmed_and_only_by_the_manager(desk, managing):
    row = make_addition()
    confirm, edit = f"{DUE}{row.pk}/confirm/", f"{LIST}edit/{row.pk}/"
    assert desk.post(confirm).status_code == 404
    assert "確かめた<span" not in desk.get(DUE).text
    assert "確かめた<span" in managing.get(DUE).text
    assert managing.post(confirm, {"seen": row.mark}).status_code == 303
    row.refresh_from_db()
    assert (row.reviewed_on, row.review_due_on) == (date(2026, 11, 25), date(2027, 11, 25))
    assert "いま確かめる加算は、ありません" in managing.get(DUE).text
    assert desk.post(edit, as_shown(desk, edit) | {"units": "700"}).status_code == 302
    row.refresh_from_db()
    assert (row.units, row.reviewed_on) == (700, None)
    assert managing.post(f"{DUE}{row.pk + 1}/confirm/").status_code == 404


@pytest.mark.parametrize(
    ("make", "path", "values"),
    [(make_addition, "", {"units": 760}), (make_price, "prices/", {"prices": [Decimal("11.00")] * 8})],
)
def test_a_value_that_was_corrected_after_the_page_was_drawn_is_not_confirmed(
    managing, staff, now, make, path, values
):
    row = make()
    confirm, drawn = f"{DUE}{path}{row.pk}/confirm/", row.mark
    assert f'name="seen" value="{drawn}"' in managing.get(DUE).text
    row = change_row(row=row, values=values, actor=staff, now=now)
    for seen in ({"seen": drawn}, {}):
        told = managing.post(confirm, seen, follow=True)
        assert "この画面を開いたあとで、内容が直されました。" in told.text
        row.refresh_from_db()
        assert row.reviewed_on is None
    change_row(row=row, values={"note": "見直しの予定", "responsible": "相談係"}, actor=staff, now=now)
    managing.post(confirm, {"seen": row.mark})
    row.refresh_from_db()
    assert row.reviewed_on == date(2026, 11, 25)


@pytest.mark.parametrize(("make", "path"), [(make_addition, ""), (make_price, "prices/")])
def test_staff_tell_the_manager_that_the_source_says_the_same(desk, managing, staff, now, make, path):
    row = make()
    same = f"{DUE}{path}{row.pk}/same/"
    assert ["同じでした<span" in each.get(DUE).text for each in (desk, managing)] == [True, False]
    assert "内容が直されました" in desk.post(same, {"seen": "x"}, follow=True).text
    assert desk.post(same, {"seen": row.mark}).status_code == 303
    row.refresh_from_db()
    assert (row.same_on, row.reviewed_on) == (date(2026, 11, 25), None)
    assert "職員が見て、出典と同じでした：令和8年11月25日" in managing.get(DUE).text
    assert "同じでした<span" not in desk.get(DUE).text
    managing.post(f"{DUE}{path}{row.pk}/confirm/", {"seen": row.mark})
    row.refresh_from_db()
    assert (row.same_on, row.reviewed_on) == (None, date(2026, 11, 25))
    assert [each.post(f"{DUE}{path}{row.pk + 1}/same/").status_code for each in (desk, Client())] == [
        404,
        302,
    ]


def test_what_staff_told_is_forgotten_once_the_value_is_corrected(desk, staff, now):
    row = make_addition()
    desk.post(f"{DUE}{row.pk}/same/", {"seen": row.mark})
    row.refresh_from_db()
    assert change_row(row=row, values={"note": "見直しの予定"}, actor=staff, now=now).same_on is not None
    assert change_row(row=row, values={"units": 700}, actor=staff, now=now).same_on is None


def test_a_source_is_a_link_or_leads_to_where_its_address_is_written(desk):
    row = make_addition(source_url="")
    text = desk.get(DUE).text
    assert f'href="{LIST}edit/{row.pk}/#id_source_url">アドレスを書く' in text
    Addition.objects.update(source_url="https://example.jp/paper")
    text = desk.get(DUE).text
    assert ['href="https://example.jp/paper"' in text, "アドレスを書く" in text] == [True, False]


def test_a_name_that_another_addition_bears_is_refused_at_its_box(desk):
    make_addition(name="ほかの加算", valid_from=date(2020, 4, 1), valid_until=date(2021, 3, 31))
    row = make_addition()
    edit = f"{LIST}edit/{row.pk}/"
    answer = desk.post(edit, as_shown(desk, edit) | {"name": "ほかの加算"})
    assert "その名前の加算がもうあります。" in answer.text
    assert Addition.objects.filter(name="見本加算").count() == 1


def test_the_next_value_is_written_on_one_form(desk):
    row = make_addition()
    address = f"{DUE}{row.pk}/next/"
    shown = as_shown(desk, address)
    assert (shown["units"], shown["source_title"], shown["valid_from"]) == ("670", "", "")
    source = {"source_title": "新しい告示", "source_year": "令和9年度"}
    early = desk.post(address, shown | source | {"valid_from": "令和4年4月1日"})
    assert (early.status_code, "前の値を使い始めた日よりあと" in early.text) == (422, True)
    wrong = desk.post(address, shown | source | {"valid_from": "R9.4.1", "added_to": "見本加算"})
    assert wrong.status_code == 422
    answer = desk.post(address, shown | source | {"valid_from": "R9.4.1", "units": "700"})
    assert answer.status_code == 303
    assert list(Addition.objects.order_by("valid_from").values_list("units", "valid_until")) == [
        (670, date(2027, 3, 31)),
        (700, None),
    ]


def test_prices_are_written_a_line_for_each_class(desk, managing):
    assert desk.get(f"{PRICES}new/").context["form"]["prices"].value().startswith("1級地 \n2級地 ")
    wrong = desk.post(f"{PRICES}new/", NEW_PRICE | {"prices": LINES})
    assert "3級地の単価を書いてください。" in wrong.text
    assert "1行ずつ" in desk.post(f"{PRICES}new/", NEW_PRICE | {"prices": f"{ALL_LINES}\n8級地 9"}).text
    assert desk.post(f"{PRICES}new/", NEW_PRICE).status_code == 302
    price = UnitPrice.objects.get()
    assert (price.prices[0], price.prices[1], price.prices[-1]) == (
        *(Decimal("11.60"), Decimal("11.28"), Decimal("10.00")),
    )
    assert managing.post(f"{DUE}prices/{price.pk}/confirm/", {"seen": price.mark}).status_code == 303
    edit = f"{PRICES}edit/{price.pk}/"
    assert desk.post(edit, as_shown(desk, edit) | {"note": "見直しの予定"}).status_code == 302
    price.refresh_from_db()
    assert (price.note, price.reviewed_on) == ("見直しの予定", date(2026, 11, 25))
    follow = f"{DUE}prices/{price.pk}/next/"
    source = {"source_title": "告示", "source_year": "令和9年度", "valid_from": "R9.4.1"}
    assert desk.post(follow, as_shown(desk, follow) | source).status_code == 303
    assert UnitPrice.objects.filter(valid_until=date(2027, 3, 31)).get() == price


@pytest.mark.parametrize("place", [LIST, PRICES, DUE, f"{LIST}new/", f"{PRICES}new/"])
def test_strangers_sign_in_and_other_roles_find_nothing(place, desk, partner):
    editor = sign_in(Client(), make_user(email="web@example.jp", roles=[PublicRole.EDITOR]))
    assert desk.get(place).status_code == 200
    assert editor.get(place).status_code in {302, 404}
    assert sign_in(Client(), partner).get(place).status_code == 302
    assert Client().get(place).status_code == 302


def test_the_list_of_what_is_due_asks_as_often_for_one_row_as_for_three(managing):
    def asked():
        with CaptureQueriesContext(connection) as captured:
            assert managing.get(DUE).status_code == 200
        return sum('FROM "reward_additions_' in each["sql"] for each in captured)

    make_addition()
    make_price()
    managing.get(DUE)
    one = asked()
    for service in (Service.WORK_A, Service.WORK_B):
        make_addition(service=service)
        make_price(service=service)
    assert asked() == one == 2


def test_every_screen_shows_all_first_values(desk, now):
    load_first(now=now)
    page = desk.get(DUE).text
    assert "確かめる加算　11件" in page
    assert "確かめる1単位の単価　1件" in page
    assert desk.get(LIST).text.count("令和4年度当初") == 11
