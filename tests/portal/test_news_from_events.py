"""A report begins with what the desk knows already of its event."""

import datetime as dt

from django.test import Client

from foundation.audit.models import Entry
from portal.models import NewsPage
from tests.factories.accounts import sign_in
from tests.factories.events import make_event

NOW = dt.datetime.now(dt.UTC)


def held_event(**fields):
    return make_event(now=NOW - dt.timedelta(days=30), starts_at=NOW - dt.timedelta(days=2), **fields)


def test_one_press_begins_a_report_as_a_draft(site, staff):
    event = held_event(title="はじめての受け入れ")
    response = sign_in(Client(), staff).post(f"/cms/news/from-event/{event.pk}/")
    page = NewsPage.objects.get()
    assert response.headers["Location"] == f"/cms/pages/{page.pk}/edit/"
    assert (page.live, page.title, page.category) == (False, "「はじめての受け入れ」を開きました", "report")
    assert page.consent == ""
    assert page.host == "見本県地域生活定着支援センター"


def test_the_desk_offers_it_once_the_event_has_been_held(site, staff):
    desk = sign_in(Client(), staff)
    held = held_event()
    coming = make_event(now=NOW, starts_at=NOW + dt.timedelta(days=9))
    offered = [
        "報告を書く" in desk.get(f"/cms/events/{each.pk}/").content.decode() for each in (held, coming)
    ]
    assert offered == [True, False]
    assert desk.post(f"/cms/news/from-event/{coming.pk}/").status_code == 404


def test_partners_find_nothing_there(site, partner):
    event = held_event()
    assert sign_in(Client(), partner).post(f"/cms/news/from-event/{event.pk}/").status_code in (302, 404)
    assert NewsPage.objects.count() == 0


def test_a_second_press_leads_to_the_report_begun_before(site, staff):
    event, desk = held_event(), sign_in(Client(), staff)
    event.sessions.update(venue="会" * 100)
    places = {desk.post(f"/cms/news/from-event/{event.pk}/").headers["Location"] for _ in range(2)}
    assert (len(places), NewsPage.objects.count()) == (1, 1)
    assert Entry.objects.filter(verb="portal.report_begun").count() == 1
