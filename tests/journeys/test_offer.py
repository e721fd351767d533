"""Whoever waited is offered a seat and answers in a real browser, also without scripts."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from events import links
from events.models import Application
from events.services.changing import cancel_application
from foundation.centre.models import CentreProfile
from tests.factories.events import apply, make_event
from tests.factories.first_site import place_first_site


@pytest.fixture
def asked(transactional_db, live_server):
    """Return the path of a group of two to whom two seats were offered just now."""
    CentreProfile.objects.create(pk=1, name="見本センター", phone="099-000-1234", closed_weekdays=[5, 6])
    place_first_site()
    now = timezone.now()
    event = make_event(now=now, starts_at=now + timedelta(days=14), venue=2, offer_hours=48)
    session = event.sessions.get()
    seated, waiting = apply(session, 2, now=now), apply(session, 2, now=now)
    cancel_application(application=seated, actor=None, by_staff=False, now=now)
    return waiting


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "without-scripts"])
def test_a_seat_is_taken_by_one_press(asked, scripts, request, axe):
    page = request.getfixturevalue("page" if scripts else "page_without_scripts")
    page.goto(links.path(asked))
    if scripts:
        axe(page)
    page.get_by_role("button", name="席を受ける").click()
    expect(page.get_by_text("2人分の席を取りました。")).to_be_visible()
    expect(page.get_by_text("2人分の席があります", exact=True)).to_be_visible()
    assert Application.objects.get(pk=asked.pk).state == "confirmed"


def test_declining_is_asked_once_more_and_works_by_keyboard(asked, page, axe):
    page.goto(links.path(asked))
    page.get_by_role("link", name="席を断る").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("席を断りますか")
    axe(page)
    page.get_by_role("button", name="席を断る").press("Enter")
    expect(page.get_by_text("2人分の席を断りました。")).to_be_visible()
    axe(page)
    assert Application.objects.get(pk=asked.pk).state == "cancelled"


def test_a_group_says_with_how_few_it_comes(asked, page, axe):
    page.goto(f"{asked.session.event.get_absolute_url()}apply/")
    page.get_by_label("連絡をとる方のお名前").fill("佐久間 礼子")
    page.get_by_label("電話番号").fill("099-000-4567")
    page.get_by_label("電話", exact=True).check()
    page.get_by_role("button", name="1人ふやす").click()
    axe(page)
    page.get_by_label("何人からなら参加しますか").select_option("1人でも参加する")
    for row in (0, 1):
        page.locator(f"#id_people-{row}-later").check()
    page.get_by_role("button", name="確認画面へ進む").last.click()
    axe(page)
    expect(page.get_by_text("席が足りないときは、1人でも参加する")).to_be_visible()
