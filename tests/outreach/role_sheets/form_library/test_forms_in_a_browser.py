"""The library in a real browser: without scripts a form is taken in, filled and taken; all can be read."""

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import expect

from outreach.role_sheets.form_library.models import Filling
from outreach.role_sheets.form_library.services.filling import fill_version
from outreach.role_sheets.form_library.services.library import publish_version
from tests.factories.accounts import sign_in
from tests.factories.first_site import place_first_site
from tests.factories.forms import make_kind, make_version, sheet

pytestmark = pytest.mark.django_db(transaction=True)

DESK = "/cms/form-library/"
MARKED = sheet("【見本.数】", "【日付.年度】", "【見本.ない】", "【研修.一覧.題】")


def signed_in(page, user, live_server):
    """Let this browser bear the session of somebody who has signed in."""
    cookie = sign_in(Client(), user).cookies[settings.SESSION_COOKIE_NAME]
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
    return page


def test_without_scripts_a_marked_form_is_taken_in_filled_and_taken(
    live_server, staff, now, sample, page_without_scripts
):
    place_first_site()
    make_kind(by=staff, now=now)
    page = signed_in(page_without_scripts, staff, live_server)
    page.goto(DESK)
    page.get_by_role("link", name="実績報告").click()
    page.get_by_role("link", name="版を加える").click()
    for label, words in (
        ("版の名前", "第1版"),
        ("いつから", "2026/4/1"),
        ("出どころ", "県の通知（令和8年）"),
        ("担当", "連携担当"),
    ):
        page.get_by_label(label).fill(words)
    file = {"name": "県の様式.xlsx", "mimeType": "application/octet-stream", "buffer": MARKED}
    page.get_by_label("しるしを書いた様式").set_input_files(file)
    page.get_by_role("button", name="加える").click()
    expect(page.get_by_text("わからないしるしがあります")).to_be_visible()
    page.get_by_role("link", name="数を入れる").click()
    page.get_by_role("button", name="この年度の数を入れる").click()
    expect(page.get_by_role("link", name="記録1")).to_be_visible()
    with page.expect_download() as taken:
        page.get_by_role("link", name="ファイルを受け取る").click()
    assert (taken.value.suggested_filename[:4], Filling.objects.count()) == ("実績報告", 1)


def test_every_screen_can_be_read_by_everybody(live_server, staff, now, sample, page, axe):
    place_first_site()
    kind = make_kind(by=staff, now=now)
    version = make_version(kind, by=staff, now=now, marked=MARKED)
    publish_version(version=version, actor=staff, now=now)
    filling = fill_version(version=version, fiscal_year=2026, actor=staff, now=now)
    for address in ("/guides/forms/", "/guides/forms/report/"):
        assert page.goto(address).status == 200
        axe(page)
    signed_in(page, staff, live_server)
    versions = (f"versions/{version.pk}/{end}" for end in ("", "edit/", "fill/", "remove/"))
    kinds = (f"{kind.pk}/{end}" for end in ("", "edit/", "versions/new/"))
    for address in ("", "new/", "marks/", f"filled/{filling.pk}/", *kinds, *versions):
        assert page.goto(f"{DESK}{address}").status == 200
        axe(page)
