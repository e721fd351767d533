"""Search, contact, the reader's settings, the private door, pages for when something is wrong."""

from datetime import date

import pytest
from django.test import Client
from django.urls import path
from wagtail.models import PageViewRestriction

from content.contact_card import write_contact_card
from foundation.centre.models import CentreProfile
from foundation.centre.queries import current_centre
from foundation.public_pages import version
from portal.models import NewsIndexPage, NewsPage, StandardPage
from portal.opening import closed_days, open_days
from portal.urls import public
from tests.factories.accounts import make_user, sign_in


def broken(request):
    raise ZeroDivisionError


handler500 = public.handler500
urlpatterns = [path("broken/", broken), *public.urlpatterns]


def text_of(response):
    return response.content.decode()


# Contact


def test_the_contact_page_names_every_way_and_the_days(client, centre):
    page = text_of(client.get("/contact/"))
    for words in (
        "099-000-1234",
        "099-000-1235",
        "見本県見本市赤坂町2-6",
        "月曜日から金曜日",
        "午前8時30分〜午後5時",
    ):
        assert words in page
    assert "土曜日・日曜日、祝日、12月29日から1月3日" in page


def test_open_days_are_named_one_by_one_when_they_do_not_follow_each_other(db):
    import datetime as dt

    profile = CentreProfile(
        closed_weekdays=[1, 5, 6], closed_dates=[dt.date(2026, 8, 14), dt.date(2026, 12, 25)]
    )
    from foundation.centre.queries import closures

    closed = closures(profile)
    assert open_days(closed) == "月曜日・水曜日・木曜日・金曜日"
    assert closed_days(closed, dt.date(2026, 11, 24)) == [
        "火曜日・土曜日・日曜日",
        "祝日",
        "12月29日から1月3日",
        "令和8年12月25日（金）",
    ]


# The reader's settings


def choose(client, **chosen):
    return client.post("/viewing/", {"size": "", "spacing": "", "theme": "", "next": ""} | chosen)


def test_settings_are_kept_in_a_cookie_and_written_on_every_page(client, centre):
    response = choose(client, size="xlarge", theme="dark", next="/contact/")
    assert (response.status_code, response.headers["Location"]) == (302, "/contact/")
    cookie = response.cookies["viewing"]
    assert cookie.value == "dark-xlarge"
    assert (cookie["httponly"], cookie["samesite"], cookie["max-age"]) == (True, "Lax", 31536000)
    assert 'lang="ja" data-theme="dark" data-size="xlarge"' in text_of(client.get("/contact/"))


def test_standard_settings_forget_the_cookie(client, centre):
    choose(client, size="large")
    assert choose(client).cookies["viewing"]["max-age"] == 0


@pytest.mark.parametrize(
    "wanted", ["https://evil.example.jp/", "//evil.example.jp/", "javascript:alert(1)", "/\\evil"]
)
def test_a_forged_way_back_leads_to_the_settings(client, centre, wanted):
    assert choose(client, next=wanted).headers["Location"] == "/viewing/"


def test_a_forged_choice_is_refused_and_keeps_the_rest(client, centre):
    response = choose(client, size="huge", theme="dark")
    assert response.status_code == 422
    assert "viewing" not in response.cookies
    assert "エラー：" in text_of(response)
    assert 'value="dark"' in text_of(response)


def test_a_forged_cookie_changes_nothing(client, centre):
    client.cookies["viewing"] = '"><script>'
    assert '<html lang="ja">' in text_of(client.get("/contact/"))


# The private door


@pytest.mark.parametrize("address", ["/handoff/", "/handoff"])
def test_the_way_to_the_private_door_is_open_and_never_kept(client, db, address):
    response = client.get(address)
    assert (response.status_code, response.headers["Location"]) == (
        302,
        "http://private.localhost:8001/handoff/",
    )
    assert response.headers["Cache-Control"] == "no-store"
    assert "Content-Security-Policy" in response.headers
    assert response.headers["X-Frame-Options"] == "DENY"


@pytest.mark.parametrize("address", ["/handoff/cases/1/", "/handoff/x", "/handoff//"])
def test_behind_the_way_to_the_private_door_there_is_nothing(client, site, address):
    response = client.get(address)
    assert (response.status_code, response.headers["Cache-Control"]) == (404, "no-store")
    assert "Content-Security-Policy" in response.headers


# When something is wrong


def test_a_page_that_is_not_there_offers_the_menu_the_search_and_the_phone(client, site):
    response = client.get("/nothing/")
    page = text_of(response)
    assert response.status_code == 404
    assert "<title>ページが見つかりません｜つなぐ 見本県地域生活定着支援センター</title>" in page
    assert 'action="/search/"' in page
    assert 'href="tel:0990001234"' in page


def test_a_mistake_of_ours_answers_with_the_phone_number(settings, centre):
    settings.ROOT_URLCONF = __name__
    write_contact_card(current_centre())
    response = Client(raise_request_exception=False).get("/broken/")
    assert response.status_code == 500
    assert "表示できませんでした" in text_of(response)
    assert 'href="tel:0990001234"' in text_of(response)
    assert "ZeroDivisionError" not in text_of(response)


def test_without_a_database_readers_are_told_to_come_back_and_whom_to_phone(
    transactional_db, centre, request
):
    write_contact_card(current_centre())
    request.getfixturevalue("database_gone")
    response = Client(raise_request_exception=False).get("/contact/")
    assert (response.status_code, response.headers["Retry-After"]) == (503, "120")
    assert "ただいま、サイトをお休みしています" in text_of(response)
    assert 'href="tel:0990001234"' in text_of(response)
    assert "Content-Security-Policy" in response.headers


def test_without_database_and_card_the_page_still_opens(database_gone):
    response = Client(raise_request_exception=False).get("/contact/")
    assert response.status_code == 503
    assert "tel:" not in text_of(response)


# The guide of components


@pytest.mark.parametrize(("role", "status"), [("staff", 200), ("editor", 200), ("partner", 404)])
def test_the_guide_of_components_is_for_the_centre(db, role, status):
    reader = sign_in(Client(), make_user(roles=[role]), with_factor=role != "partner")
    assert reader.get("/styleguide/").status_code == status


def test_a_stranger_is_asked_to_sign_in_before_the_guide(client, db):
    assert client.get("/styleguide/").headers["Location"] == "/accounts/login/?next=/styleguide/"


# What readers must not find


@pytest.mark.parametrize("place", ["cms", "_util"])
def test_no_other_sign_in_stands_beside_ours(client, db, place):
    answer = client.post(f"/{place}/login/?next=/cms/", {"username": "a", "password": "b"})
    assert answer.headers["Location"] == "/accounts/login/?next=/cms/"


def test_a_closed_page_stands_nowhere(client, site):
    news = NewsIndexPage.objects.get().add_child(
        instance=NewsPage(
            title="内々のお知らせ",
            slug="closed",
            responsible="センター",
            day=date(2026, 11, 1),
            category="report",
            consent="nobody",
        )
    )
    about = StandardPage.objects.get(slug="about")
    about.title, about.show_in_menus, about.live = "内々のこと", True, True
    about.save()
    assert ["内々" in text_of(client.get(path)) for path in ("/", "/news/")] == [True, True]
    for page in (news, about):
        PageViewRestriction.objects.create(page=page, restriction_type="login")
    version.forget()
    for place in ("/", "/news/", "/search/?q=内々", "/sitemap.xml"):
        assert "内々" not in text_of(client.get(place)).replace('value="内々"', "").replace("「内々」", "")


def test_a_picture_with_a_name_that_no_disk_holds_is_not_there(client, db):
    assert client.get(f"/media/images/{'a' * 5000}").status_code == 404


@pytest.mark.parametrize("wanted", ["-1", "１", "[]", "//evil.example/"])
def test_after_the_settings_nobody_is_led_astray(client, site, wanted):
    assert client.post("/viewing/", {"next": wanted}).headers["Location"] == "/viewing/"


def test_a_stranger_cannot_fill_the_disk(client, db):
    answer = client.post("/viewing/", {"next": "x" * (1024 * 1024)})
    assert (answer.status_code, "大きすぎて" in text_of(answer)) == (413, True)


# The staff's entrance


def test_strangers_are_led_on_to_the_sign_in(client, site):
    assert client.get("/staff/?next=/cms/events/").headers["Location"] == "/accounts/login/?next=/cms/events/"
    assert client.get("/staff/?next=//evil.example/").headers["Location"] == "/accounts/login/?next=/cms/"


def test_whoever_does_not_work_here_is_told_so_and_not_sent_round_in_circles(site, partner):
    answer = sign_in(Client(), partner).get("/cms/events/entry/", follow=True)
    assert (answer.status_code, len(answer.redirect_chain)) == (403, 1)
    assert "事業所職員Cさんでログインしています" in text_of(answer)
    assert "permission" not in text_of(answer)
