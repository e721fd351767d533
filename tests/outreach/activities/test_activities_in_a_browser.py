"""Register, network, requirements and plan in a real browser: everybody reads them; a line is dragged."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from playwright.sync_api import expect

from foundation.activities.enums import ActivityKind
from foundation.japanese.dates import fiscal_year
from outreach.activities.models import Activity
from outreach.activities.planning.rules import month_of
from outreach.activities.planning.services.planning import add_line
from outreach.activities.services.pulling import pull
from tests.factories.accounts import sign_in
from tests.factories.activities import make_came, make_held_event
from tests.factories.directory import make_agency
from tests.factories.first_site import place_first_site
from tests.factories.outside import make_areas

pytestmark = pytest.mark.django_db(transaction=True)

DESK = "/cms/activities/"


@pytest.fixture
def year(live_server, page, manager):
    """A year with one activity of two agencies and one line planned for April; the manager has signed in."""
    place_first_site()
    now = timezone.now()
    today = timezone.localdate(now)
    year = fiscal_year(today)
    _, [east] = make_areas("東部")
    session = make_held_event(max(today - timedelta(days=1), month_of(year, 4)))
    for name in ("みなもの家", "東部病院"):
        make_came(session, make_agency(name=name, municipality=east), 1)
    pull(year=year, now=now)
    line = {
        "month": month_of(year, 4),
        "kind": ActivityKind.OTHER,
        "title": "見学会",
        "area": None,
        "owner": "",
    }
    add_line(year=year, details=line, actor=manager, now=now)
    cookie = sign_in(Client(), manager).cookies[settings.SESSION_COOKIE_NAME]
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
    return year


def test_every_screen_can_be_read_by_everybody(year, page, live_server, axe):
    activity = Activity.objects.first().pk
    whole = ("", "new/", "network/", f"years/{year}/areas/", f"years/{year}/closing/")
    one = (f"{activity}/{end}" for end in ("", "edit/", "presences/", "evidence/", "left-out/", "same/"))
    plans = (f"board/{year}/", f"board/{year}/study_meeting/", f"plan/{year}/", f"plan/{year}/add/")
    for word in (*whole, *one, *plans):
        assert page.goto(f"{live_server.url}{DESK}{word}").status == 200, word
        axe(page)


def test_a_line_is_dragged_to_another_month(year, page, live_server):
    page.set_viewport_size({"width": 1280, "height": 1400})
    page.goto(f"{live_server.url}{DESK}plan/{year}/")
    march = page.locator(f"[data-month='{year + 1}-03-01']")
    page.locator("[data-line]").drag_to(march)
    expect(march.get_by_text("見学会", exact=True)).to_be_visible()
