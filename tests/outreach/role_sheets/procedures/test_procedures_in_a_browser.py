"""Check lists, the copy of a municipality and gaps in a real browser, also without scripts."""

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from playwright.sync_api import expect

from foundation.japanese.dates import fiscal_year
from outreach.role_sheets.procedures.models import StartUpTick
from outreach.role_sheets.procedures.services.copies import begin_copy
from tests.factories.accounts import sign_in
from tests.factories.first_site import place_first_site
from tests.factories.paths import make_path
from tests.factories.procedures import (
    make_agreeable_gap,
    make_city,
    make_clause,
    make_first_steps,
    make_plan,
    make_start_up,
    make_step,
)

pytestmark = pytest.mark.django_db(transaction=True)


def signed_in(page, user, live_server):
    """Let this browser bear the session of somebody who has signed in."""
    page.context.clear_cookies()
    cookie = sign_in(Client(), user).cookies[settings.SESSION_COOKIE_NAME]
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
    return page


@pytest.fixture
def now():
    """The browser's clock cannot be set back: the guides are made today."""
    return timezone.now()


@pytest.fixture
def world(live_server, staff, manager, now):
    place_first_site()
    place, agency, user = make_city()
    make_step(papers="在所証明書\n本人を確かめる書類", lead_days=5, lead_note="窓口のめやす")
    make_start_up()
    make_clause()
    make_first_steps(make_path(by=staff, opened_by=manager))
    plan = make_plan(place, by=staff, now=now)
    gap = make_agreeable_gap(place, by=staff, now=now, plan=plan)
    year = fiscal_year(timezone.localdate(now))
    begin_copy(agency=agency, year=year, actor=user, now=now)
    return {"user": user, "gap": gap, "plan": plan, "year": year}


def test_without_scripts_days_are_counted_and_a_copy_is_ticked(world, page_without_scripts, live_server):
    page = page_without_scripts
    page.goto("/guides/procedures/")
    page.get_by_role("link", name="出所の日から、始める日を数える").click()
    page.get_by_label("出所の日").fill("令和12年3月1日")
    page.get_by_role("button", name="始める日を数える").click()
    expect(page.get_by_role("cell", name="令和12年3月5日（火）").or_(page.locator("#days"))).to_be_visible()
    expect(page.get_by_role("rowheader")).to_have_text("令和12年3月5日（火）")
    with page.expect_download() as waited:
        page.get_by_role("button", name="カレンダーに入れる").click()
    assert waited.value.suggested_filename == "手続きの予定.ics"
    signed_in(page, world["user"], live_server)
    page.goto("/guides/start-up/")
    page.get_by_role("link", name="わたしたちの市町村の準備に印をつける").click()
    page.get_by_role("button", name="すみました").click()
    expect(page.get_by_text("1のうち 1 に印がつきました")).to_be_visible()
    assert StartUpTick.objects.get().state == "done"


def test_every_screen_can_be_read_by_everybody(world, staff, page, live_server, axe):
    for address in ("procedures/", "procedures/days/", "start-up/", "first-steps/"):
        assert page.goto(f"/guides/{address}").status == 200
        axe(page)
    page.goto("/guides/procedures/days/")
    page.get_by_label("出所の日").fill("2026/12/1")
    page.get_by_role("button", name="始める日を数える").click()
    expect(page.locator("#days")).to_be_visible()
    axe(page)
    signed_in(page, world["user"], live_server)
    ends = ("", "new/", f"{world['gap'].pk}/", f"{world['gap'].pk}/agree/on/", f"plans/{world['plan'].pk}/")
    gaps = [f"gaps/172014/{end}" for end in ends]
    for address in (f"start-up/own/{world['year']}/", "gaps/", *gaps):
        assert page.goto(f"/guides/{address}").status == 200
        axe(page)
    signed_in(page, staff, live_server)
    assert page.goto("/cms/procedures/").status == 200
    axe(page)
