"""Outside meetings and kits in a real browser: every screen can be read by everybody."""

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from playwright.sync_api import expect

from foundation.japanese.dates import fiscal_year
from outreach.outside_meetings.models import HostSending
from outreach.outside_meetings.services.hosts import ask
from tests.factories.accounts import sign_in
from tests.factories.directory import make_agency, make_partner
from tests.factories.first_site import place_first_site
from tests.factories.outside import give, go_to, make_areas, make_host_kit, make_meeting

pytestmark = pytest.mark.django_db(transaction=True)

DESK = "/cms/outside-meetings/"


def signed_in(page, user, live_server):
    """Let this browser bear the session of somebody who has signed in."""
    page.context.clear_cookies()
    cookie = sign_in(Client(), user).cookies[settings.SESSION_COOKIE_NAME]
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
    return page


@pytest.fixture
def sending(live_server, staff, now):
    place_first_site()
    return give(make_host_kit(by=staff, now=now), make_agency(name="はじめての家"), by=staff, now=now)


def test_without_scripts_an_office_says_that_it_has_read(sending, page_without_scripts, live_server):
    page = signed_in(page_without_scripts, make_partner(agency=sending.agency), live_server)
    page.goto("/my/")
    page.get_by_role("link", name="はじめて受け入れるとき").click()
    page.get_by_role("link", name=sending.kit.title).click()
    page.get_by_role("button", name="読みました").click()
    expect(page.get_by_text("センターに伝えました")).to_be_visible()
    assert HostSending.objects.get().read_on is not None


def test_every_screen_can_be_read_by_everybody(sending, staff, now, page, live_server, axe):
    office = make_partner(agency=sending.agency)
    question = ask(sending=sending, text="夜は？", actor=office, now=now)
    signed_in(page, office, live_server)
    for address in ("/hosts/first/", f"/hosts/first/{sending.pk}/"):
        answer = page.goto(address)
        assert answer.status == 200
        axe(page)
    [area, *_], _ = make_areas("東部", "西部")
    meeting = make_meeting(by=staff, now=now, area=area)
    visit = go_to(meeting, by=staff, now=now)
    year = fiscal_year(timezone.localdate(now))
    signed_in(page, staff, live_server)
    visits = (f"visits/{visit.pk}/{end}" for end in ("", "edit/", "attended/", "off/", "contacts/"))
    meetings = (f"{meeting.pk}/{end}" for end in ("", "edit/", "plan/"))
    hosts = (f"hosts/{end}" for end in ("", "send/", f"{sending.pk}/", f"{sending.pk}/buddy/"))
    kits = (f"kits/{end}" for end in ("", "new/", f"{sending.kit_id}/"))
    rest = (f"hosts/{sending.pk}/talked/on/", f"hosts/questions/{question.pk}/")
    inside = (f"kits/{sending.kit_id}/{end}" for end in ("edit/", "items/", "stories/"))
    for end in ("", "new/", f"coverage/{year}/", *meetings, *visits, *hosts, *kits, *rest, *inside):
        answer = page.goto(f"{DESK}{end}")
        assert answer.status == 200
        axe(page)
