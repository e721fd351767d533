"""A message from the first look to the number, by keyboard alone and without scripts; then at the desk."""

import re

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import expect

from accounts.enums import PublicRole
from foundation.centre.models import CentreProfile
from portal.consultations.services import record_consultation
from portal.contact_desk.models import ContactMessage
from portal.downloads.services import count_download
from tests.factories.accounts import make_user, sign_in
from tests.factories.contact_desk import make_reader, make_talk, send_message
from tests.factories.first_site import place_first_site

FORM = "/contact/form/"
TEXT = "見学できる日を教えてください。"


@pytest.fixture
def site(transactional_db, live_server, settings):
    """The pages of a new site; nobody has to wait before sending."""
    settings.CONTACT_LEAST_SECONDS = 0
    CentreProfile.objects.create(pk=1, name="見本センター", phone="099-000-1234", closed_weekdays=[5, 6])
    place_first_site()


def focused(page):
    return page.evaluate("document.activeElement.name || document.activeElement.textContent.trim()")


def tab_to(page, name):
    """Press the Tab key until this field or button has the focus."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if focused(page) == name:
            return
    raise AssertionError(name)


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "without-scripts"])
def test_somebody_with_a_keyboard_alone_sends_a_message(site, scripts, request):
    page = request.getfixturevalue("page" if scripts else "page_without_scripts")
    page.goto("/contact/")
    tab_to(page, "フォームで問い合わせる")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("フォームで問い合わせる")
    tab_to(page, "asker_kind")
    page.keyboard.press("Space")
    tab_to(page, "subject")
    page.keyboard.press("ArrowDown")
    tab_to(page, "text")
    page.keyboard.type(TEXT)
    tab_to(page, "reply_way")
    page.keyboard.press("Space")
    tab_to(page, "phone")
    page.keyboard.type("099-000-4567")
    tab_to(page, "consent")
    page.keyboard.press("Space")
    tab_to(page, "確認画面へ進む")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("内容を確かめてください")
    tab_to(page, "send")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("問い合わせを受け付けました")
    expect(page.locator(".receipt__num")).to_have_text(ContactMessage.objects.get().number)


def test_the_form_is_accessible_empty_with_mistakes_at_the_check_and_at_the_end(site, page, axe):
    page.goto(FORM)
    axe(page)
    page.get_by_label("FAX", exact=True).check()
    page.get_by_role("button", name="確認画面へ進む").last.click()
    expect(page).to_have_title("エラー：フォームで問い合わせる｜つなぐ 見本センター")
    expect(page.locator(".error-summary")).to_be_focused()
    axe(page)
    page.get_by_role("link", name="FAXでお返事するには、FAX番号が必要です。").click()
    expect(page.get_by_label("FAX番号")).to_be_focused()
    page.get_by_label("FAX番号").fill("099-000-4568")
    page.get_by_label("家族・知人").check()
    page.get_by_label("取材・見学").check()
    page.get_by_label("聞きたいこと・伝えたいこと").fill(TEXT)
    page.get_by_label("個人情報の取扱いを読みました").check()
    page.get_by_role("button", name="確認画面へ進む").last.click()
    axe(page)
    page.get_by_role("button", name=re.compile("変更する.*お返事")).click()
    expect(page.get_by_label("聞きたいこと・伝えたいこと")).to_have_value(TEXT)
    expect(page.get_by_label("FAX番号")).to_have_value("099-000-4568")
    page.get_by_role("button", name="確認画面へ進む").last.click()
    page.get_by_role("button", name="この内容で送る").click()
    expect(page.locator(".receipt__num")).to_be_visible()
    axe(page)
    assert ContactMessage.objects.count() == 1


def test_the_closed_form_is_accessible(site, page, axe, settings):
    settings.CONTACT_KEY = ""
    page.goto(FORM)
    expect(page.get_by_role("heading", level=1)).to_have_text("いまは、フォームを使えません")
    axe(page)


def test_only_the_contact_that_the_reply_needs_is_seen(site, page):
    page.goto(FORM)
    phone, address = page.get_by_label("電話番号"), page.get_by_label("郵便の宛先")
    page.get_by_label("郵便", exact=True).check()
    expect(address).to_be_visible()
    expect(phone).to_be_hidden()
    page.get_by_label("電話", exact=True).check()
    expect(phone).to_be_visible()
    expect(address).to_be_hidden()
    page.get_by_label("返事はいらない").check()
    expect(phone).to_be_hidden()


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "without-scripts"])
def test_a_reader_takes_reads_answers_and_closes(site, scripts, request, live_server, settings):
    manager = make_user(name="所長B", roles=[PublicRole.MANAGER])
    reader = make_user(name="相談員A", roles=[PublicRole.STAFF])
    make_reader(reader, by=manager)
    message = send_message(now=timezone.now())
    page = request.getfixturevalue("page" if scripts else "page_without_scripts")
    cookie = sign_in(Client(), reader).cookies[settings.SESSION_COOKIE_NAME]
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
    page.goto("/cms/contact/")
    page.get_by_role("link", name=message.number).click()
    page.get_by_role("button", name="この人を担当にする").click()
    page.get_by_role("button", name="内容を読む").click()
    expect(page.get_by_text("見学の日を知りたいです。")).to_be_visible()
    page.get_by_role("link", name="内容を閉じる").click()
    expect(page.get_by_text("見学の日を知りたいです。")).to_have_count(0)
    page.get_by_role("link", name="返事を書きとめる").click()
    page.get_by_label("おもな内容").select_option("住まい")
    page.get_by_label("結果").select_option("知りたいことに答えた")
    page.get_by_label("かかった時間（分）").fill("15")
    page.get_by_role("button", name="返事ずみにする").click()
    page.get_by_role("button", name="終わりにする").click()
    expect(page.get_by_text("終わりにしました")).to_be_visible()
    message.refresh_from_db()
    assert message.state == "closed"


def test_every_screen_of_the_desk_is_accessible(site, page, axe, live_server, settings):
    manager = make_user(name="所長B", roles=[PublicRole.MANAGER])
    make_user(name="相談員A", roles=[PublicRole.STAFF])
    make_reader(manager, by=manager)
    message = send_message(now=timezone.now())
    cookie = sign_in(Client(), manager).cookies[settings.SESSION_COOKIE_NAME]
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
    for place in ("", f"{message.pk}/", "readers/", "counts/"):
        page.goto(f"/cms/contact/{place}")
        axe(page)
    page.goto(f"/cms/contact/{message.pk}/")
    page.get_by_role("button", name="内容を読む").click()
    axe(page)
    page.get_by_role("link", name="内容を閉じる").click()
    page.get_by_role("button", name="この人を担当にする").click()
    page.get_by_role("link", name="返事を書きとめる").click()
    axe(page)
    page.get_by_role("button", name="返事ずみにする").click()
    axe(page)


def test_every_screen_of_talks_and_downloads_is_accessible(site, page, axe, live_server, settings):
    manager = make_user(name="所長B", roles=[PublicRole.MANAGER])
    talk = make_talk(day=timezone.localdate(), outcome="goes_on")
    made = record_consultation(asker_kind="family", talk=talk, actor=manager, now=timezone.now())
    count_download(day=timezone.localdate(), sheet="leaflet")
    cookie = sign_in(Client(), manager).cookies[settings.SESSION_COOKIE_NAME]
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
    for place in ("", "open/", "new/?asker=family", f"{made.pk}/", "counts/"):
        page.goto(f"/cms/consultations/{place}")
        axe(page)
    page.goto("/cms/downloads/")
    axe(page)


def test_a_talk_is_written_down_in_four_choices_and_a_number(site, page, live_server, settings):
    staff = make_user(name="相談員A", roles=[PublicRole.STAFF])
    cookie = sign_in(Client(), staff).cookies[settings.SESSION_COOKIE_NAME]
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
    page.goto("/cms/consultations/new/")
    page.get_by_label("相談した方").select_option("本人")
    page.get_by_label("おもな内容").select_option("住まい")
    page.get_by_label("結果").select_option("続けて相談する")
    page.get_by_label("かかった時間（分）").fill("２０")
    page.get_by_role("button", name="記録する", exact=True).click()
    page.get_by_text("相談を1件、記録しました").wait_for()
    page.get_by_role("link", name="終わりにする・直す").click()
    page.get_by_label("どう終わりましたか").select_option("センターの支援につながった")
    page.get_by_role("button", name="終わりにする").click()
    page.get_by_text("続きがある相談は、ありません").wait_for()
