"""Somebody writes a page in the admin: nothing typed is lost, the keyboard reaches everything."""

import re
from io import BytesIO

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.test import Client
from PIL import Image
from playwright.sync_api import expect
from wagtail.images import get_image_model

from accounts.enums import PublicRole
from foundation.centre.models import CentreProfile
from portal.models import NewsIndexPage, StandardPage
from tests.factories.accounts import make_user, sign_in
from tests.factories.figures import make_table
from tests.factories.first_site import place_first_site

SOON = 60_000


@pytest.fixture
def site(transactional_db, live_server):
    CentreProfile.objects.create(pk=1, name="見本センター", phone="099-000-1234", closed_weekdays=[5, 6])
    return place_first_site()


@pytest.fixture
def as_role(site, page, live_server):
    """A function that signs the browser in with one role."""

    def come(role):
        user = make_user(name="相談員A", roles=[role])
        cookie = sign_in(Client(), user).cookies[settings.SESSION_COOKIE_NAME]
        page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
        page.set_viewport_size({"width": 1280, "height": 900})
        return page

    yield come
    # An editor tells the server that it is closed; the answer has to come before the database goes.
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto("about:blank")
    page.wait_for_timeout(300)


@pytest.fixture
def editor(as_role):
    return as_role(PublicRole.EDITOR)


def edit_address(slug="about"):
    return f"/cms/pages/{StandardPage.objects.get(slug=slug).pk}/edit/"


def news_address():
    return f"/cms/pages/add/portal/newspage/{NewsIndexPage.objects.get().pk}/"


def small_picture():
    kept = BytesIO()
    Image.new("RGB", (40, 30), "white").save(kept, "PNG")
    return kept.getvalue()


def latest(slug="about"):
    return StandardPage.objects.get(slug=slug).get_latest_revision_as_object()


def test_what_is_typed_as_soon_as_the_page_opens_is_saved_by_itself(editor):
    editor.goto(edit_address(), wait_until="commit")
    title = editor.locator("#id_title")
    # The form is hidden at first, and what is hidden takes no words.
    title.wait_for()
    title.press("End")
    editor.keyboard.type("とは")
    expect(editor.locator("[data-w-autosave-state-value=saved]")).to_be_attached(timeout=SOON)
    assert latest().title == "支援を知るとは"


def test_leaving_at_once_after_typing_is_asked_about(editor):
    asked = []
    editor.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    editor.goto(edit_address())
    editor.locator("#id_title").press("End")
    editor.keyboard.type("とは")
    editor.get_by_role("link", name="画像").click(no_wait_after=True)
    editor.wait_for_timeout(200)
    assert asked == ["beforeunload"]
    expect(editor).to_have_url(re.compile("/edit/$"))
    expect(editor.locator("[data-w-autosave-state-value=saved]")).to_be_attached(timeout=SOON)


def test_an_untouched_page_is_left_without_a_question(editor):
    asked = []
    editor.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    editor.goto(edit_address())
    editor.get_by_role("link", name="画像").click()
    expect(editor).to_have_url(re.compile("/images/$"))
    assert asked == []


def test_saving_and_publishing_are_one_step_of_the_keyboard_away(editor):
    editor.goto(edit_address())
    editor.locator("#id_title").wait_for()
    for _ in range(3):
        editor.keyboard.press("Tab")
        if "保存・公開へ進む" in editor.evaluate("document.activeElement.textContent"):
            break
    editor.keyboard.press("Enter")
    expect(editor.locator("#save-actions")).to_be_focused()
    editor.keyboard.press("Tab")
    assert "下書きを保存" in editor.evaluate("document.activeElement.textContent")
    expect(editor.get_by_text("Ctrl＋Sでも、下書きを保存できます。")).to_be_visible()


def test_whoever_may_not_publish_asks_the_manager(editor):
    editor.goto(edit_address())
    editor.get_by_role("button", name="下書きを保存").click()
    expect(editor.get_by_text("公開は、センター長がします。")).to_be_visible()
    editor.get_by_role("button", name="公開をお願いする", exact=True).click()
    expect(editor.get_by_text("センター長に、公開をお願いしました。")).to_be_visible()
    expect(editor.get_by_role("button", name="もう一度、公開をお願いする")).to_be_visible()


def test_a_mistake_on_a_closed_tab_opens_it(editor):
    editor.goto(edit_address())
    editor.get_by_role("tab", name="公開の設定").click()
    editor.locator("#id_slug").fill("privacy")
    editor.get_by_role("tab", name="内容").click()
    editor.get_by_role("button", name="下書きを保存").click()
    expect(editor.locator("#id_slug")).to_be_visible()


# Wagtail leaves the file open that it makes a small picture from.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_the_focus_goes_into_the_list_of_blocks_and_on_to_the_chosen_picture(editor):
    get_image_model().objects.create(
        title="窓",
        description="窓のある家",
        file=ContentFile(small_picture(), name="mado.png"),
    )
    focused = editor.locator(":focus")
    editor.goto(news_address())
    add = editor.get_by_role("button", name="ブロックを入れる").first
    add.click()
    expect(focused).to_have_attribute("role", "combobox")
    editor.keyboard.press("Escape")
    expect(focused).to_have_attribute("title", "ブロックを入れる")
    editor.keyboard.press("Enter")
    expect(focused).to_have_attribute("role", "combobox")
    editor.keyboard.type("画像")
    expect(editor.locator("[data-tippy-root]").get_by_role("option")).to_have_count(1)
    editor.keyboard.press("Enter")
    expect(editor.locator(".chooser :focus")).to_be_visible()
    editor.keyboard.press("Enter")
    editor.get_by_role("link", name=re.compile("窓")).first.click()
    expect(editor.locator(".chooser .chosen :focus")).to_be_visible()


def test_a_side_panel_left_open_on_a_wide_screen_does_not_cover_a_small_one(editor):
    editor.goto(edit_address())
    editor.get_by_role("button", name="状態を開く・閉じる").click()
    expect(editor.locator("[data-form-side]")).to_have_class(re.compile("form-side--open"))
    editor.set_viewport_size({"width": 390, "height": 844})
    editor.goto(edit_address())
    expect(editor.locator("[data-form-side]")).not_to_have_class(re.compile("form-side--open"))


def test_the_button_of_the_menu_lies_on_nothing(as_role):
    page = as_role(PublicRole.STAFF)
    page.set_viewport_size({"width": 390, "height": 844})
    for address in ("/cms/", "/cms/furigana/", "/cms/figures/"):
        page.goto(address)
        button = page.locator(".sidebar-nav-toggle").bounding_box()
        content = page.locator("#main").bounding_box()
        assert content["y"] >= button["y"] + button["height"]


def test_enter_saves_a_figure(as_role):
    table = make_table(state="draft")
    page = as_role(PublicRole.STAFF)
    page.goto(f"/cms/figures/{table.pk}/edit/")
    page.get_by_label("わかったこと").fill("手紙がふえました")
    page.keyboard.press("Enter")
    expect(page.get_by_text("下書きを保存しました。")).to_be_visible()
    table.refresh_from_db()
    assert table.title == "手紙がふえました"
