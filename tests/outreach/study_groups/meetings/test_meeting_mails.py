"""Who is told by mail that a meeting's day is asked for, and that minutes wait: a link and no more."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone

from foundation.mail.models import OutgoingMail
from outreach.study_groups.committees.enums import Role
from outreach.study_groups.meetings.models import DatePoll, Meeting
from outreach.study_groups.meetings.services.minutes import send_to_chair, write_minutes
from outreach.study_groups.meetings.services.polls import open_poll
from tests.factories.committees import make_committee, make_expert, make_seat, make_term
from tests.factories.first_site import place_first_site
from tests.factories.meetings import make_meeting

pytestmark = pytest.mark.django_db(transaction=True)

NOW = timezone.now()
DAYS = [(NOW + timedelta(days=each), NOW + timedelta(days=each, hours=2)) for each in (20, 21)]


@pytest.fixture
def committee(transactional_db):
    place_first_site()
    return make_committee()


def seated(committee, name, *, role=Role.MEMBER, signed=True):
    user = make_expert(name=name)
    make_term(make_seat(committee, name=f"{name}の席", role=role), user.person, signed=signed)
    return user


def written(meeting, by):
    Meeting.objects.update(held_on=timezone.localdate(NOW))
    return write_minutes(meeting=meeting, text="紅葉坂さんの話をしました。", seen=0, actor=by, now=NOW)


def test_a_poll_is_told_to_who_stands_for_members_by_a_link(community, meeting, member, runner, staff):
    OutgoingMail.objects.all().delete()
    poll = open_poll(meeting=meeting, options=DAYS, actor=staff, now=NOW)
    mails = OutgoingMail.objects.order_by("to")
    assert [each.to for each in mails] == sorted([member.email, runner.email])
    where = f"{settings.OWN_URL}/groups/tobu/meetings/{meeting.pk}/poll/{poll.pk}/"
    assert all(where in each.text for each in mails)
    said = "".join(each.subject + each.text for each in mails)
    assert [name in said for name in ("読む人", "世話する人")] == [False, False]


def test_a_poll_is_not_told_to_who_has_not_promised_secrecy(committee, staff):
    meeting = make_meeting(committee, by=staff, now=NOW)
    user = seated(committee, "署名 済")
    seated(committee, "署名 未", signed=False)
    OutgoingMail.objects.all().delete()
    open_poll(meeting=meeting, options=DAYS, actor=staff, now=NOW)
    assert (OutgoingMail.objects.get().to, DatePoll.objects.count()) == (user.email, 1)


def test_the_chair_is_told_that_minutes_wait_and_nobody_else(committee, staff):
    meeting = make_meeting(committee, by=staff, now=NOW)
    chair = seated(committee, "議長 一郎", role=Role.CHAIR)
    seated(committee, "委員 二郎")
    OutgoingMail.objects.all().delete()
    send_to_chair(version=written(meeting, staff), actor=staff, now=NOW)
    mail = OutgoingMail.objects.get()
    assert [mail.to, "議事録の案を見てください" in mail.subject] == [chair.email, True]
    where = f"/groups/kentou/meetings/{meeting.pk}/minutes/"
    assert [where in mail.text, "紅葉坂" in mail.text] == [True, False]


def test_where_nobody_chairs_who_runs_it_is_told_unless_they_wrote_it_then_the_head(
    community, meeting, member, runner, staff, manager
):
    OutgoingMail.objects.all().delete()
    send_to_chair(version=written(meeting, staff), actor=staff, now=NOW)
    assert OutgoingMail.objects.get().to == runner.email
    OutgoingMail.objects.all().delete()
    version = write_minutes(meeting=meeting, text="直しました。", seen=1, actor=runner, now=NOW)
    send_to_chair(version=version, actor=runner, now=NOW)
    assert OutgoingMail.objects.get().to == manager.email
