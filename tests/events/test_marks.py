"""Attendance is written down for people with a seat only."""

import pytest
from django.db import IntegrityError

from events.models import Participant
from events.services.attendance import mark_attendance
from foundation.audit.models import Entry
from tests.factories.accounts import make_user
from tests.factories.events import STARTS_AT, apply, make_session

pytestmark = pytest.mark.django_db


def test_attendance_is_marked_and_taken_back():
    staff = make_user(roles=["staff"])
    session = make_session()
    first, second = apply(session, 2).participants.order_by("position")
    marks = {first.pk: "attended", second.pk: "absent"}
    assert mark_attendance(session=session, marks=marks, actor=staff, now=STARTS_AT) == 2
    assert mark_attendance(session=session, marks=marks, actor=staff, now=STARTS_AT) == 0
    assert mark_attendance(session=session, marks={second.pk: ""}, actor=staff, now=STARTS_AT) == 1
    assert list(Participant.objects.order_by("position").values_list("attendance", flat=True)) == [
        "attended",
        "",
    ]
    assert Entry.objects.filter(verb="events.attendance_marked").count() == 2


def test_who_waits_or_sits_elsewhere_cannot_be_marked():
    staff = make_user(roles=["staff"])
    session, other = make_session(venue=1), make_session()
    apply(session)
    waiting, elsewhere = (apply(each).participants.get() for each in (session, other))
    marks = {waiting.pk: "attended", elsewhere.pk: "attended"}
    assert mark_attendance(session=session, marks=marks, actor=staff, now=STARTS_AT) == 0


def test_the_database_wants_a_time_with_each_mark():
    apply(make_session())
    with pytest.raises(IntegrityError, match="events_participant_marked_says_when"):
        Participant.objects.update(attendance="attended")
