"""Case sheets in a real browser: every screen can be read by everybody, and paper shows a sentence alone."""

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import expect

from outreach.study_groups.case_sheets.models import CaseSheet
from outreach.study_groups.case_sheets.services.copies import count_out
from tests.factories.accounts import sign_in
from tests.factories.case_sheets import WORDS, make_sheet

pytestmark = pytest.mark.django_db(transaction=True)

CASES = "/groups/tobu/cases/"


def signed_in(page, user, live_server):
    """Let this browser bear the session of somebody who has signed in."""
    page.context.clear_cookies()
    cookie = sign_in(Client(), user).cookies[settings.SESSION_COOKIE_NAME]
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
    return page


def test_without_scripts_a_sheet_is_written_and_checked(
    live_server, community, staff, second, page_without_scripts
):
    page = signed_in(page_without_scripts, staff, live_server)
    page.goto(f"{CASES}new/")
    page.get_by_label("題", exact=True).fill(WORDS["title"])
    for label, name in (
        ("その人と、まわりのこと", "background"),
        ("あったこと、してきたこと", "happened"),
        ("みなさんに聞きたいこと", "question"),
    ):
        page.get_by_label(label).fill(WORDS[name])
    page.get_by_role("button", name="下書きを保存する").click()
    expect(page.get_by_text("ほかの職員に、確かめてもらってください").first).to_be_visible()
    signed_in(page, second, live_server).goto(f"{CASES}{CaseSheet.objects.get().pk}/check/")
    for box in page.get_by_role("checkbox").all():
        box.check()
    page.get_by_role("button", name="確かめました").click()
    expect(page.get_by_text("読める日になると、会員が読めます")).to_be_visible()
    assert CaseSheet.objects.get().checked_by == second


def test_every_screen_can_be_read_by_everybody(live_server, community, staff, second, member, now, page, axe):
    sheet = make_sheet(community, by=staff, checked_by=second, now=now)
    draft = make_sheet(community, by=staff, now=now)
    signed_in(page, member, live_server)
    for address in ("/groups/tobu/", CASES, f"{CASES}{sheet.pk}/"):
        answer = page.goto(address)
        assert answer.status == 200
        axe(page)
    count_out(sheet=sheet, count=2, seen=0, actor=staff, now=now)
    signed_in(page, second, live_server)
    ends = ("", "new/", f"{draft.pk}/check/", *(f"{sheet.pk}/{end}" for end in ("", "edit/", "remove/")))
    for end in (*ends, f"{sheet.pk}/views/", f"{sheet.pk}/copies/"):
        answer = page.goto(f"{CASES}{end}")
        assert answer.status == 200
        axe(page)


def test_paper_shows_a_sentence_and_no_word_of_the_case(
    live_server, community, staff, second, member, now, page
):
    sheet = make_sheet(community, by=staff, checked_by=second, now=now)
    signed_in(page, member, live_server).goto(f"{CASES}{sheet.pk}/")
    words, sentence = page.get_by_text(WORDS["happened"]), page.get_by_text("事例シートは、印刷できません")
    expect(words).to_be_visible()
    expect(sentence).to_be_hidden()
    page.emulate_media(media="print")
    expect(words).to_be_hidden()
    expect(sentence).to_be_visible()
