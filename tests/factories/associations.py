"""Associations as tests need them: member agencies with delegates, rules in force, a general meeting."""

from datetime import timedelta

from django.utils import timezone

from accounts.enums import PublicRole
from outreach.study_groups.associations.enums import Choice, Presence
from outreach.study_groups.associations.models import RulesVersion
from outreach.study_groups.associations.services.agenda import (
    add_resolution,
    prepare_assembly,
    set_deadline,
)
from outreach.study_groups.associations.services.counting import record_attendance, record_votes
from outreach.study_groups.enums import CommunityKind, Place, SessionFormat
from outreach.study_groups.services.planning import add_row, begin_plan
from tests.factories.accounts import make_user
from tests.factories.directory import join, make_agency
from tests.factories.groups import SINCE, hold, make_community, make_delegate, make_member_of

PLAIN = {"title": "計画について", "text": "", "kind": "ordinary"}


def make_association(**fields):
    return make_community(kind=CommunityKind.ASSOCIATION, **fields)


def make_rules(community, *, version=1, on=SINCE, adopted=True, text="第1条 名前を決める。", **fields):
    return RulesVersion.objects.create(
        community=community,
        version=version,
        text=text,
        adopted_on=on if adopted else None,
        adopted_by="設立総会" if adopted else "",
        in_force_from=on,
        written_at=timezone.now(),
        **fields,
    )


def make_voter(community, name, *, place=Place.DELEGATE, is_shown=False, **fields):
    """Make a member agency whose delegate signs in; returns the account, which knows its `agency`."""
    agency = make_agency(name=name, **fields)
    user = make_user(name=f"{name}の人", roles=[PublicRole.PARTNER], email=f"v{agency.pk}@example.jp")
    join(user.person, agency)
    make_delegate(make_member_of(community, agency), user.person, place=place, is_shown=is_shown)
    user.agency = agency
    return user


def make_assembly(community, *, by, now, in_days=7, resolutions=(PLAIN,)):
    """Plan, announce and prepare a general meeting some days ahead, with a deadline the day before."""
    day = timezone.localdate(now)
    year = day.year if day.month >= 4 else day.year - 1
    plan = begin_plan(community=community, year=year, target="", actor=by, now=now)
    details = {"month": day.replace(day=1), "format": SessionFormat.GENERAL_MEETING, "theme": "総会"}
    row = add_row(plan=plan, details=details, actor=by, now=now)
    starts_at = now + timedelta(days=in_days)
    hold(row, by=by, now=now, starts_at=starts_at)
    made = prepare_assembly(row=row, actor=by, now=now)
    # Announced long before the deadline, which may be over by now.
    early = min(now, starts_at - timedelta(days=2))
    set_deadline(assembly=made, until=starts_at - timedelta(days=1), actor=by, now=early)
    for each in resolutions:
        add_resolution(assembly=made, details=each, actor=by, now=now)
    made.refresh_from_db()
    return made


def attend(assembly, users, *, by, now, chair=None):
    """Mark the delegates of these accounts as there; the first is in the chair unless told otherwise."""
    presences = {user.agency.pk: Presence.DELEGATE for user in users}
    seat = (chair or users[0]).agency if users else None
    record_attendance(assembly=assembly, presences=presences, chair=seat, actor=by, now=now)


def vote(resolution, *, by, now, yes=(), no=(), abstain=(), casting=None):
    choices = {
        user.agency.pk: choice
        for choice, users in ((Choice.YES, yes), (Choice.NO, no), (Choice.ABSTAIN, abstain))
        for user in users
    }
    record_votes(resolution=resolution, choices=choices, casting=casting, actor=by, now=now)
