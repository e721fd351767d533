"""From a chapter of the public page to the number: by keyboard alone and without scripts, and accessible."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.factories.directory import make_agency
from tests.factories.first_site import place_first_site
from tests.factories.leads import make_lead
from tests.factories.training_media import make_course, make_viewer
from tests.training_media.at_the_desk import as_user
from training_media.enums import Watchers
from training_media.leads.models import Lead
from training_media.leads.services.declining import say_not_now
from training_media.models import Chapter


@pytest.fixture
def chapter(transactional_db, live_server):
    place_first_site()
    make_agency(name="見本の家")
    part = make_course(parts=1, watchers=Watchers.EVERYBODY).parts.get()
    return Chapter.objects.create(part=part, start=0, title="はじめに")


def test_a_stranger_asks_about_a_chapter_by_keyboard_without_scripts(page_without_scripts, chapter):
    page = page_without_scripts
    page.goto("/videos/ukeire/")
    page.get_by_role("link", name="この章について話を聞きたい").press("Enter")
    expect(page.get_by_label("どの内容について")).to_have_value(f"c{chapter.pk}")
    page.get_by_label("訪問して、話してほしい").press("Space")
    page.get_by_label("事業所の名前").press_sequentially("見本の家")
    page.get_by_role("button", name="名簿からさがす").press("Enter")
    expect(page.get_by_label("訪問して、話してほしい")).to_be_checked()
    page.get_by_label("この中にない").press("Space")
    page.get_by_label("ご連絡をとる方のお名前").press_sequentially("見本 花子")
    page.get_by_role("button", name="送る", exact=True).press("Enter")
    expect(page.get_by_role("heading", name="入力内容に")).to_be_visible()
    page.get_by_label("電話番号").press_sequentially("0990004567")
    page.get_by_role("button", name="送る", exact=True).press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("受け付けました")
    lead = Lead.objects.get()
    expect(page.get_by_text(lead.number)).to_be_visible()
    assert (lead.chapter, lead.agency_name, lead.contact_name) == (chapter, "見本の家", "見本 花子")


def test_the_form_with_and_without_mistakes_and_its_answer_are_accessible(page, chapter, axe):
    page.goto("/videos/ukeire/talk/")
    axe(page)
    page.get_by_role("button", name="送る", exact=True).click()
    axe(page)
    page.get_by_label("電話で話したい").check()
    page.get_by_label("事業所の名前").fill("見本の家")
    page.get_by_label("ご連絡をとる方のお名前").fill("見本 花子")
    page.get_by_label("電話番号").fill("0990004567")
    page.get_by_role("button", name="送る", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("受け付けました")
    axe(page)


def test_the_screens_of_the_desk_can_be_read_by_everybody(page, live_server, staff, axe):
    lead = make_lead()
    viewers = [
        make_viewer(name=f"見本 {number}", agency=make_agency(name=f"家{number}")) for number in range(6)
    ]
    say_not_now(course=lead.course, viewers=viewers, reasons=["other"], words="建てかえ", now=timezone.now())
    as_user(page, staff, live_server)
    desk = "/cms/videos/leads/"
    for address in (desk, f"{desk}?tab=result", f"{desk}{lead.pk}/", f"{desk}take/", f"{desk}reasons/"):
        page.goto(address)
        axe(page)
    page.goto(f"{desk}{lead.pk}/")
    page.get_by_role("button", name="書く", exact=True).click()
    axe(page)
