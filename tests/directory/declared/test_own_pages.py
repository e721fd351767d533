"""An agency's own pages: nobody else finds them, what is typed is never lost, a press is enough."""

import re

import pytest
from django.test import Client

from directory.declared.models import Declaration, Draft, Vacancy, VisibilityWish
from directory.declared.queries import editing
from directory.enums import FieldGroup
from directory.models import ServiceKind
from tests.factories.accounts import make_user, sign_in
from tests.factories.declared import TEXT, publish, typed, write
from tests.factories.directory import NOW

pytestmark = pytest.mark.django_db
OWN, EDIT = "/my/agency/", "/my/agency/entry/"
PAGES = [OWN, EDIT, "/my/agency/entry/withdraw/", "/my/agency/vacancy/", "/my/agency/visibility/"]
GROUP_HOME = {"service": "group_home", "capacity": "6", "condition_intellectual": "yes", "served": ["172014"]}


def text(response):
    return response.content.decode()


@pytest.mark.parametrize("address", PAGES)
def test_strangers_sign_in_and_whoever_acts_for_none_finds_nothing(address, client, staff, today):
    assert client.get(address).headers["Location"].startswith("/accounts/login/")
    nobody = make_user(name="だれでもない方", roles=[])
    assert sign_in(Client(), nobody, with_factor=False).get(address).status_code == 404
    assert sign_in(Client(), staff).get(address).status_code == 404


def test_another_agency_sees_and_changes_its_own_entry_alone(agency, member, staff, stranger):
    publish(agency, writer=member, staff=staff)
    write(agency, actor=member)
    seen = "".join(text(stranger.get(address)) for address in (OWN, EDIT))
    assert [word for word in ("みなも", "静かな家") if word in seen] == []
    stranger.post(EDIT, typed(summary="よそから"))
    stranger.post("/my/agency/entry/withdraw/")
    assert editing(agency).text == TEXT


def test_what_is_written_waits_and_the_page_says_so(browser, agency):
    answer = browser.post(EDIT, typed(0, GROUP_HOME, summary="静かな家です。"))
    assert (answer.status_code, answer.headers["Location"]) == (303, OWN)
    page = text(browser.get(OWN))
    assert ("お預かりしました。センターが確かめてから、公開します。" in page, "続きを書く" in page) == (
        True,
        True,
    )
    offer = editing(agency).text.offers[0]
    assert (offer.service, offer.capacity, offer.conditions, offer.served) == (
        "group_home",
        6,
        {"intellectual": "yes"},
        ("172014",),
    )
    assert Draft.objects.get().said_by == "事業所職員C"


def test_a_service_is_added_and_removed_without_losing_what_is_typed(browser):
    added = browser.post(
        EDIT, typed(0, GROUP_HOME, summary="途中") | {"add": "1", "new_service": "short_stay"}
    )
    forms = added.context["offers"].forms
    assert [form["service"].value() for form in forms] == ["group_home", "short_stay"]
    assert (forms[0]["capacity"].value(), forms[0]["served"].value()) == ("6", ["172014"])
    assert (added.context["form"]["summary"].value(), "has-error" in text(added)) == ("途中", False)
    both = typed(0, GROUP_HOME, {"service": "short_stay", "note": "あとで"}) | {"remove": "0"}
    left = browser.post(EDIT, both).context["offers"].forms
    assert [(form["service"].value(), form["note"].value()) for form in left] == [("short_stay", "あとで")]
    assert Draft.objects.count() == 0


@pytest.mark.parametrize(
    ("wanted", "words"),
    [("group_home", "このサービスは、もうあります。"), ("", "加えるサービスを選んでください。")],
)
def test_a_service_that_cannot_be_added_is_refused_in_words(browser, wanted, words):
    answer = browser.post(EDIT, typed(0, GROUP_HOME) | {"add": "1", "new_service": wanted})
    assert (answer.status_code, words in text(answer)) == (422, True)


@pytest.mark.parametrize(
    ("offers", "fields", "words"),
    [
        ([GROUP_HOME, GROUP_HOME], {}, "同じサービスが2回あります"),
        ([GROUP_HOME | {"capacity": "たくさん"}], {}, "定員は、人数を数字で書いてください"),
        ([GROUP_HOME | {"condition_men": "perhaps"}], {}, "男性"),
        ([GROUP_HOME | {"service": "no_such"}], {}, "選択"),
        ([], {"website": "ほーむぺーじ"}, "https://"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_kept(browser, offers, fields, words):
    answer = browser.post(EDIT, typed(0, *offers, **fields))
    assert (answer.status_code, words in text(answer), Draft.objects.count()) == (422, True, 0)


def test_whoever_comes_second_sees_both_and_sends_again(browser, agency, member):
    write(agency, actor=member)
    mine = typed(0, GROUP_HOME, summary="わたしの文")
    answer = browser.post(EDIT, mine)
    page = text(answer)
    assert (answer.status_code, "先に書きかえました" in page) == (409, True)
    assert all(word in page for word in ("静かな家です。", "わたしの文"))
    assert editing(agency).text == TEXT
    base = re.search(r'name="base" value="(\d+)"', page)[1]
    assert browser.post(EDIT, mine | {"base": base}).status_code == 303
    assert editing(agency).text.summary == "わたしの文"


def test_one_press_says_that_all_is_true(browser, agency, member, staff, today):
    publish(agency, writer=member, staff=staff)
    Declaration.objects.update(confirmed_on="2025-01-01", confirmed_by="前の方")
    assert "古い" in text(browser.get(OWN))
    browser.post(OWN)
    row = Declaration.objects.get()
    assert (row.confirmed_on, row.confirmed_by, row.summary) == (today, "事業所職員C", "静かな家です。")


def test_others_see_conditions_only_when_that_was_agreed(browser, agency, member, staff):
    publish(agency, writer=member, staff=staff)
    shown = text(browser.get(OWN))
    assert ("静かな家です。" in shown, "受け入れ係" in shown, "知的障害のある人：はい" in shown) == (
        True,
        False,
        False,
    )


def test_a_vacancy_is_told_with_two_presses_and_holds_at_once(browser, agency, member, staff, today):
    publish(agency, writer=member, staff=staff)
    page = text(browser.get("/my/agency/vacancy/"))
    assert 'name="press" value="group_home:2"' in page
    assert browser.post("/my/agency/vacancy/", {"press": "group_home:2"}).status_code == 303
    told = Vacancy.objects.get()
    assert (told.free, told.as_of, told.said_by) == (2, today, member)
    assert "空き2人" in text(browser.get(OWN))


@pytest.mark.parametrize(
    "sent",
    [
        {"press": "short_stay:2"},
        {"press": "group_home:-1"},
        {"press": "group_home:"},
        {"press": "group_home:", "free-group_home": "1000"},
        {},
    ],
)
def test_a_vacancy_that_cannot_be_is_refused(browser, agency, member, staff, sent):
    publish(agency, writer=member, staff=staff)
    assert browser.post("/my/agency/vacancy/", sent).status_code == 422
    assert Vacancy.objects.count() == 0


def test_a_wish_about_who_sees_what_waits_for_staff(browser, agency):
    browser.post("/my/agency/visibility/", {FieldGroup.CONDITIONS: "partners"})
    wish = VisibilityWish.objects.get()
    assert (wish.agency, wish.group, wish.level, wish.said_on) == (
        agency,
        "conditions",
        "partners",
        NOW.date(),
    )
    assert agency.visibilities.count() == 0


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(("address", "queries"), [(OWN, 26), (EDIT, 14), ("/my/agency/vacancy/", 18)])
def test_three_services_take_as_many_queries_as_one(
    browser, agency, member, staff, count, address, queries, django_assert_num_queries
):
    offers = [
        TEXT.offers[0].__class__(code) for code in ("group_home", "short_stay", "relief_facility")[:count]
    ]
    assert ServiceKind.objects.filter(pk__in=[each.service for each in offers]).count() == count
    publish(agency, writer=member, staff=staff, text=TEXT.__class__(offers=tuple(offers)))
    browser.get(address)
    with django_assert_num_queries(queries):
        browser.get(address)
