"""Communities as tests need them."""

from datetime import date, datetime, timedelta

from django.utils import timezone

from outreach.study_groups.enums import CommunityState, JoinWay, Place, SessionFormat
from outreach.study_groups.models import Community, Delegate, Facilitation, MemberAgency
from outreach.study_groups.services.planning import add_row, approve_plan, begin_plan
from outreach.study_groups.services.sessions import Announcement, announce

SINCE = date(2026, 4, 1)


def make_community(*, slug="tobu", name="東部くらしの会", state=CommunityState.ACTIVE, **fields):
    now = timezone.now()
    return Community.objects.create(
        slug=slug,
        name=name,
        aim="困りごとを持ちよって、いっしょに考える会です。",
        state=state,
        created_at=now,
        changed_at=now,
        **fields,
    )


def make_member_of(community, agency, *, since=SINCE, until=None):
    return MemberAgency.objects.create(
        community=community, agency=agency, since=since, until=until, way=JoinWay.PAPER
    )


def make_delegate(member, person, *, place=Place.DELEGATE, since=SINCE, until=None, is_shown=False):
    return Delegate.objects.create(
        member=member, person=person, place=place, since=since, until=until, is_shown=is_shown
    )


def make_facilitation(community, person, *, since=SINCE, until=None):
    return Facilitation.objects.create(community=community, person=person, since=since, until=until)


def make_plan(community, *, by, now, themes=("住まいが決まらないとき",), approved=True):
    """Write the plan of the fiscal year of `now`: one case study a month from the month of `now`."""
    day = timezone.localdate(now)
    year = day.year if day.month >= 4 else day.year - 1
    plan = begin_plan(community=community, year=year, target="話せる人を増やす", actor=by, now=now)
    for theme in themes:
        details = {"month": day.replace(day=1), "format": SessionFormat.CASE_STUDY, "theme": theme}
        add_row(plan=plan, details=details, actor=by, now=now)
    if approved:
        approve_plan(plan=plan, on=day, by="センター長", actor=by, now=now)
    plan.refresh_from_db()
    return plan


def hold(row, *, by, now, starts_at: datetime | None = None, **fields):
    """Announce the session of a line, a week ahead unless told otherwise."""
    starts_at = starts_at or now + timedelta(days=7)
    held_as = Announcement(
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=2),
        deadline_at=starts_at - timedelta(days=1),
        venue="見本会館",
        venue_capacity=30,
        **fields,
    )
    return announce(row=row, held_as=held_as, actor=by, now=now)
