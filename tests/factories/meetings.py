"""Meetings as tests need them."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from accounts.enums import PublicRole
from outreach.study_groups.enums import Place, SessionFormat
from outreach.study_groups.meetings.enums import Presence
from outreach.study_groups.meetings.models import Attendance, Meeting
from outreach.study_groups.meetings.services.preparing import SeriesOfMeetings, write_series
from tests.factories.accounts import make_user
from tests.factories.directory import join, make_agency
from tests.factories.groups import make_delegate, make_facilitation, make_member_of

COMMON = SeriesOfMeetings(
    "定例の会議", SessionFormat.COMMITTEE_MEETING, time(13, 30), time(15, 30), "見本会館"
)


def make_meeting(community, *, by, now, day: date | None = None, **fields):
    """Write a meeting into the plan of its year, a week ahead unless told otherwise."""
    day = day or timezone.localdate(now) + timedelta(days=7)
    meeting = write_series(community=community, common=COMMON, days=[day], actor=by, now=now)[0]
    if fields:
        Meeting.objects.filter(pk=meeting.pk).update(**fields)
    return (
        Meeting.objects.with_stages().select_related("row__plan__community", "row__event").get(pk=meeting.pk)
    )


def make_somebody(community, name, *, place=Place.DELEGATE, runs=False):
    """Make somebody who stands for a member agency of their own, and may run the community."""
    agency = make_agency(name=f"{name}の家")
    user = make_user(name=name, roles=[PublicRole.PARTNER], email=f"meeting{agency.pk}@example.jp")
    join(user.person, agency)
    make_delegate(make_member_of(community, agency), user.person, place=place)
    if runs:
        make_facilitation(community, user.person)
    return user


def make_presence(meeting, user, presence=Presence.VENUE, *, now: datetime, body="見本の家", has_vote=True):
    return Attendance.objects.create(
        meeting=meeting,
        person=user.person,
        body=body,
        stands_as="代表",
        has_vote=has_vote,
        presence=presence,
        recorded_at=now,
    )


MEETINGS = "/groups/tobu/meetings/"


def page_of(meeting, rest=""):
    """Return where a page of a meeting stands; the community is the one that `make_community` makes."""
    return f"{MEETINGS}{meeting.pk}/{rest}"


def send(client, address, **fields):
    return client.post(address, fields)


def write(client, meeting, text="話し合いました。", seen=0, **fields):
    return client.post(page_of(meeting, "minutes/write/"), {"text": text, "seen": seen} | fields)
