"""What the database refuses of meetings of others and of kits."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from outreach.outside_meetings import models
from outreach.outside_meetings.services.hosts import Buddy, ask
from outreach.outside_meetings.services.meetings import add_contact
from tests.factories.directory import make_agency, make_partner
from tests.factories.outside import give, go_to, make_areas, make_host_kit, make_meeting

pytestmark = pytest.mark.django_db(transaction=True)


def refused(name, act):
    with pytest.raises(IntegrityError, match=f"outside_meetings_{name}"), transaction.atomic():
        act()


def test_a_meeting_has_a_name_one_host_and_one_place_at_most(staff, now):
    make_meeting(by=staff, now=now)
    [area], [place] = make_areas("東部")
    for rule, values in (
        ("outsidemeeting_has_a_name", {"name": ""}),
        ("outsidemeeting_kind_is_known", {"kind": "x"}),
        ("outsidemeeting_one_host", {"host_words": ""}),
        ("outsidemeeting_one_host", {"host": make_agency()}),
        ("outsidemeeting_one_place", {"area": area, "municipality": place}),
    ):
        refused(rule, lambda values=values: models.OutsideMeeting.objects.update(**values))


def test_a_visit_says_what_was_explained_once_it_was_attended(staff, now):
    meeting = make_meeting(by=staff, now=now)
    visit = go_to(meeting, by=staff, now=now)
    planned = go_to(meeting, by=staff, now=now, day=visit.day + timedelta(days=9), attended=False)
    one, other = (models.Attendance.objects.filter(pk=each.pk) for each in (visit, planned))
    day = timedelta(days=1)
    for rule, rows, values in (
        ("attendance_attended_says_what", one, {"theme": ""}),
        ("attendance_attended_says_what", one, {"called_off_because": "大雪"}),
        ("attendance_attended_says_what", other, {"people": 3}),
        ("attendance_theme_is_known", one, {"theme": "x"}),
        ("explainer_theme_is_known", models.Explainer.objects.all(), {"theme": "x"}),
        ("attendance_follow_up_by_a_day", one, {"follow_up": "送る"}),
        ("attendance_follow_up_by_a_day", other, {"follow_up": "送る", "follow_up_by": now}),
        ("attendance_followed_up_what_was_left", one, {"followed_up_on": now}),
        (
            "attendance_followed_up_what_was_left",
            one,
            {"follow_up": "送る", "follow_up_by": now, "followed_up_on": visit.day - day},
        ),
        ("attendance_once_a_day", other, {"day": visit.day}),
    ):
        refused(rule, lambda rows=rows, values=values: rows.update(**values))
    person = {"attendance": visit, "person": staff.person}
    refused("explainer_once", lambda: models.Explainer.objects.bulk_create([models.Explainer(**person)]))


def test_a_contact_is_an_agency_once_or_words(staff, now):
    visit, agency = go_to(make_meeting(by=staff, now=now), by=staff, now=now), make_agency()
    add_contact(visit=visit, agency=agency, words="", actor=staff, now=now)
    rows = models.Contact.objects.all()
    refused("contact_an_agency_or_words", lambda: rows.update(words="団体"))
    refused("contact_an_agency_or_words", lambda: rows.update(agency=None))
    again = models.Contact(attendance=visit, agency=agency)
    refused("contact_agency_once", lambda: models.Contact.objects.bulk_create([again]))


def test_what_lies_in_a_kit_fits_its_kind(staff, now):
    make_host_kit(by=staff, now=now)
    for rule, model, values in (
        ("hostkit_says_what_it_is", models.HostKit, {"greeting": ""}),
        ("kititem_has_a_title", models.KitItem, {"title": ""}),
        ("kititem_kind_is_known", models.KitItem, {"kind": "x", "phone": ""}),
        ("kititem_phone_of_a_call", models.KitItem, {"phone": ""}),
        ("kititem_course_of_a_course", models.KitItem, {"kind": "course", "phone": ""}),
        ("kititem_address_of_this_portal", models.KitItem, {"address": "//example.jp/"}),
        ("kititem_address_of_this_portal", models.KitItem, {"address": "javascript:alert(1)"}),
        ("hoststory_says_something", models.HostStory, {"text": ""}),
    ):
        refused(rule, lambda model=model, values=values: model.objects.update(**values))


def test_a_kit_is_given_once_and_its_dates_stand_in_order(staff, now):
    kit, agency, other = make_host_kit(by=staff, now=now), make_agency(), make_agency(name="経験の家")
    on = now.date()
    buddy = Buddy(other, on)
    sending = give(kit, agency, by=staff, now=now, buddy=buddy)
    rows, before = models.HostSending.objects.all(), sending.sent_on - timedelta(days=1)
    for rule, values in (
        ("hostsending_buddy_has_agreed", {"buddy_agreed_on": None}),
        ("hostsending_buddy_has_agreed", {"buddy": agency}),
        ("hostsending_steps_after_it_was_sent", {"read_on": before}),
        ("hostsending_steps_after_it_was_sent", {"talked_on": before}),
        ("hostsending_reviewed_after_talk", {"reviewed_on": sending.sent_on}),
    ):
        refused(rule, lambda values=values: rows.update(**values))
    again = models.HostSending(kit=kit, agency=agency, sent_on=on)
    refused("hostsending_once", lambda: models.HostSending.objects.bulk_create([again]))
    ask(sending=sending, text="夜は？", actor=make_partner(agency=agency), now=now)
    questions = models.HostQuestion.objects.all()
    refused("hostquestion_asks_something", lambda: questions.update(text=""))
    refused("hostquestion_answered_says_when", lambda: questions.update(answer="はい"))
