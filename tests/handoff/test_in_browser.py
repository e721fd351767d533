"""The private door as browsers meet it: strict cookies, no script needed, readable at every width."""

import pytest
from django.conf import settings
from django.urls import reverse
from playwright.sync_api import expect

from accounts.enums import PrivateRole
from foundation.mail.models import OutgoingMail
from tests.factories.accounts import make_person, make_user, sign_in
from tests.factories.handoff import make_agency, make_enrolled_user, make_enrolment

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def enter(client, live_server):
    """Give a function that lets a browser in as somebody."""

    def enter_as(page, user):
        sign_in(client, user)
        cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
        entry = {"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}
        page.context.add_cookies([entry])

    return enter_as


def press(page, words):
    page.get_by_role("button", name=words, exact=True).click()


def test_proposing_and_approving_need_no_script(page_without_scripts, enter):
    page = page_without_scripts
    make_agency(name="グループホームみなも")
    first = make_enrolled_user(name="所長B", role=PrivateRole.LEAD)
    enter(page, first)
    page.goto("/handoff/")
    page.get_by_role("link", name="そのほか").click()
    page.get_by_role("link", name="登録した人").click()
    page.get_by_role("link", name="人を招待する").click()
    page.get_by_label("お名前").fill("佐久間 礼子")
    page.get_by_label("招待を送るメールアドレス").fill("reiko@example.jp")
    page.get_by_label("所属する機関をさがす").fill("みなも")
    press(page, "さがす")
    expect(page.get_by_label("お名前")).to_have_value("佐久間 礼子")
    page.get_by_label("グループホームみなも").check()
    page.get_by_label("役割").select_option(label="受け入れ機関の担当者")
    press(page, "承認を頼む")
    expect(page.get_by_text("招待した人とは別の人が承認します。")).to_be_visible()
    address = page.url
    enter(page, make_enrolled_user(name="責任者E", role=PrivateRole.PRIVACY_OFFICER))
    page.goto(address)
    press(page, "承認する")
    expect(page.get_by_text("承認しました。")).to_be_visible()
    assert OutgoingMail.objects.get().to == "reiko@example.jp"


def test_a_link_in_a_web_mailer_opens_although_the_cookie_is_strict(new_context, client, live_server):
    user = make_user(email="staff-a@example.jp")
    client.post("/accounts/password/reset/", {"email": user.email})
    mail = OutgoingMail.objects.get().text
    link = next(line for line in mail.splitlines() if line.startswith("http"))
    page = new_context().new_page()
    letter = f'<a href="{link.replace("http://testserver", live_server.url)}">open</a>'
    page.route("http://mail.example/", lambda route: route.fulfill(body=letter, content_type="text/html"))
    page.goto("http://mail.example/")
    page.get_by_role("link", name="open").click()
    page.get_by_role("link", name="次へ進む").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("新しいパスワード")


def test_every_screen_of_this_door_is_accessible(page, enter, axe):
    user = make_enrolled_user(name="所長B", role=PrivateRole.LEAD)
    waiting = make_enrolment(is_approved=False)
    invited = make_enrolment(person=make_person(contact_email="reiko@example.jp"), role=PrivateRole.OBSERVER)
    enter(page, user)
    for path in (
        reverse("handoff:inbox"),
        reverse("handoff:enrolment_list"),
        reverse("handoff:propose_enrolment"),
        reverse("handoff:enrolment", args=[waiting.pk]),
        reverse("handoff:enrolment", args=[invited.pk]),
        reverse("handoff:end_enrolment", args=[invited.pk]),
        "/nothing/",
        "/accounts/",
    ):
        page.goto(path)
        axe(page)
    page.goto(reverse("handoff:propose_enrolment"))
    press(page, "承認を頼む")
    axe(page)
