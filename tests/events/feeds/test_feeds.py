"""Secret addresses of calendars: what they show, to whom, and until when."""

import re
from datetime import timedelta

import icalendar
import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from directory.models import Membership
from events.feeds.models import FeedKey
from events.feeds.services import end_address, make_address
from events.services.changing import cancel_application
from foundation.audit.models import Entry
from tests.factories.accounts import sign_in
from tests.factories.directory import make_agency, make_partner
from tests.factories.events import apply, make_session

pytestmark = pytest.mark.django_db
BOTH = ["はじめての受け入れ", "申込の締切　はじめての受け入れ"]


@pytest.fixture
def agency():
    return make_agency()


@pytest.fixture
def partner(agency):
    return make_partner(agency=agency)


@pytest.fixture
def session():
    return make_session(
        title="はじめての受け入れ", starts_at=timezone.now() + timedelta(days=20), now=timezone.now()
    )


def coming(**options):
    return make_session(starts_at=timezone.now() + timedelta(days=20), now=timezone.now(), **options)


def seat(session, agency, people=1, **fields):
    return apply(session, people, agency=agency, now=timezone.now(), **fields)


def address(partner, kind, agency=None):
    token = make_address(kind=kind, agency=agency, actor=partner, now=timezone.now())
    return reverse("feeds:feed", args=[token])


def shown(path):
    response = Client().get(path)
    assert response.status_code == 200
    return sorted(
        str(each["SUMMARY"]) for each in icalendar.Calendar.from_ical(response.content).walk("VEVENT")
    )


def test_an_agency_s_calendar_holds_the_dates_on_which_it_has_seats(partner, agency, session):
    path = address(partner, "agency", agency)
    assert shown(path) == []
    application = seat(session, agency)
    seat(make_session(title="よその研修"), make_agency(name="よその家"))
    assert shown(path) == BOTH
    cancel_application(application=application, actor=None, by_staff=True, now=timezone.now())
    assert shown(path) == []


def test_a_person_s_calendar_holds_their_own_dates_alone(partner, agency, session):
    path = address(partner, "person")
    seat(session, agency)
    assert shown(path) == []
    session.seats.get().participant.__class__.objects.update(person=partner.person)
    assert shown(path) == BOTH


def test_a_group_that_waits_or_is_asked_has_the_deadline_in_its_calendar_and_no_date(partner, agency):
    full = coming(venue=1)
    seat(full, make_agency(name="先の家"))
    seat(full, agency)
    assert shown(address(partner, "agency", agency)) == ["申込の締切　はじめての受け入れ"]


def test_no_name_and_no_way_in_stand_in_a_calendar(partner, agency):
    session = make_session(
        online=5, venue=None, starts_at=timezone.now() + timedelta(days=20), now=timezone.now()
    )
    seat(session, agency, way="online")
    text = Client().get(address(partner, "agency", agency)).content.decode()
    assert [word for word in ("見本 1", "佐久間", "meeting.example.jp", agency.name) if word in text] == []


@pytest.mark.parametrize("fate", ["ended", "made anew", "left", "switched off", "wrong"])
def test_an_address_opens_nothing_any_more(partner, agency, fate):
    path = address(partner, "agency", agency)
    now = timezone.now()
    if fate == "ended":
        assert end_address(kind="agency", agency=agency, actor=partner, now=now)
    elif fate == "made anew":
        address(partner, "agency", agency)
    elif fate == "left":
        Membership.objects.update(valid_to=timezone.localdate() - timedelta(days=1))
    elif fate == "switched off":
        partner.is_active = False
        partner.save()
    else:
        path = path.replace(".ics", "x.ics")
    assert Client().get(path).status_code == 404


def test_an_address_is_shown_once_and_kept_as_a_hash(partner, agency):
    client = sign_in(Client(), partner)
    page = client.post("/my/calendars/", {"kind": "agency", "make": "", "speaks_for": agency.public_id})
    path = re.search(r"/calendars/([\w-]+)\.ics", page.content.decode())[1]
    assert len(path) == 32
    assert Client().get(f"/calendars/{path}.ics").status_code == 200
    again = client.get("/my/calendars/").content.decode()
    assert (path in again, "作りなおす" in again) == (False, True)
    assert FeedKey.objects.filter(key_hash__contains=path).count() == 0
    client.post("/my/calendars/", {"kind": "agency", "end": "", "speaks_for": agency.public_id})
    assert Client().get(f"/calendars/{path}.ics").status_code == 404
    verbs = Entry.objects.filter(verb__startswith="events.feed").order_by("id")
    assert list(verbs.values_list("verb", flat=True)) == ["events.feed_made", "events.feed_ended"]


def test_a_calendar_is_kept_by_nobody_on_its_way(partner, agency):
    response = Client().get(address(partner, "person"))
    assert "private" in response["Cache-Control"]
    assert response["X-Robots-Tag"] == "noindex"


def test_the_database_keeps_one_address_of_a_kind(partner, agency):
    address(partner, "person")
    with pytest.raises(IntegrityError, match="events_feeds_one_of_a_kind"), transaction.atomic():
        FeedKey.objects.create(kind="person", user=partner, key_hash="x", made_at=timezone.now())
    with pytest.raises(IntegrityError, match="events_feeds_agency_for_agencies"), transaction.atomic():
        FeedKey.objects.create(kind="agency", user=partner, key_hash="y", made_at=timezone.now())


@pytest.mark.parametrize("count", [1, 3])
def test_a_calendar_asks_as_often_for_three_dates_as_for_one(
    partner, agency, count, django_assert_num_queries
):
    path = address(partner, "agency", agency)
    for _ in range(count):
        seat(
            make_session(starts_at=timezone.now() + timedelta(days=20), now=timezone.now()),
            agency,
            named=False,
        )
    with django_assert_num_queries(6):
        shown(path)
