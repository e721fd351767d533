"""Courses, recordings and people who watch them."""

from datetime import timedelta

from django.utils import timezone

from foundation.japanese.text import fold
from tests.factories.directory import make_agency
from training_media.campaigns.models import Invitation
from training_media.campaigns.services.inviting import invite_agencies
from training_media.campaigns.services.naming import Named, write_names
from training_media.campaigns.services.planning import Plan, plan_campaign
from training_media.enums import CourseState, Watchers
from training_media.models import Course, Part, Recording
from training_media.viewing.models import Viewer


def make_recording(*, minutes=90):
    return Recording.objects.create(title="受け入れの話", duration=minutes * 60_000)


def make_viewer(*, name="見本 花子", agency=None):
    return Viewer.objects.create(
        name=name, folded_name=fold(name), agency=agency or make_agency(name="見本の家")
    )


def make_course(*, slug="ukeire", parts=2, minutes=45, state=CourseState.OPEN, watchers=Watchers.INVITED):
    """Make a course whose parts have a recording each."""
    now = timezone.now()
    course = Course.objects.create(
        slug=slug, title="受け入れの話", state=state, watchers=watchers, created_at=now, changed_at=now
    )
    for number in range(1, parts + 1):
        recording = make_recording(minutes=minutes)
        Part.objects.create(course=course, number=number, title=f"第{number}部", recording=recording)
    return course


def make_campaign(course=None, *, by, days=30, since=0, now=None, **fields):
    """Plan a campaign that began `since` days ago and lasts so many days."""
    now = now or timezone.now()
    opens_on = timezone.localdate(now) - timedelta(days=since)
    plan = Plan(name="秋の案内", opens_on=opens_on, closes_on=opens_on + timedelta(days=days), **fields)
    return plan_campaign(course=course or make_course(), plan=plan, actor=by, now=now)


def make_card(campaign=None, *, by, agency=None, now=None):
    """Invite an agency; returns its card."""
    campaign = campaign or make_campaign(by=by, now=now)
    agency = agency or make_agency(name="見本の家")
    invite_agencies(campaign=campaign, agencies=[agency], actor=by, now=now or timezone.now())
    return Invitation.objects.select_related("campaign__course", "agency").get(
        campaign=campaign, agency=agency
    )


def name_people(agency, *names, by):
    """Let an agency have named these people."""
    named = [Named(name, job="介護職員") for name in names]
    write_names(agency=agency, names=named, actor=by, now=timezone.now())
