"""Seats and terms as tests need them."""

from datetime import date, timedelta

from django.utils import timezone

from accounts.enums import PublicRole
from outreach.study_groups.committees.enums import Role, SigningWay
from outreach.study_groups.committees.models import Appointment, Seat
from outreach.study_groups.enums import CommunityKind
from tests.factories.accounts import make_user
from tests.factories.directory import SINCE, join, make_agency
from tests.factories.groups import make_community


def make_committee(*, slug="kentou", name="検討委員会", kind=CommunityKind.REVIEW_COMMITTEE, **fields):
    return make_community(slug=slug, name=name, kind=kind, **fields)


def make_seat(community, *, name="医療", body="青波県医師会", role=Role.MEMBER):
    position = Seat.objects.filter(community=community).count() + 1
    return Seat.objects.create(community=community, name=name, body=body, role=role, position=position)


def make_expert(*, name="委員 一郎", agency=None, since=SINCE):
    """Make an account of somebody who acts for an agency."""
    user = make_user(name=name, roles=[PublicRole.PARTNER])
    join(user.person, agency or make_agency(name=f"{name}の職場"), since=since)
    return user


def make_term(
    seat, person, *, since: date | None = None, until: date | None = None, signed=True, number="", **fields
):
    """Let somebody hold a seat, from a month ago for a year unless told otherwise."""
    today = timezone.localdate()
    since = since or today - timedelta(days=30)
    if signed:
        fields = {"signed_on": since, "signed_way": SigningWay.PAPER} | fields
    return Appointment.objects.create(
        seat=seat,
        community=seat.community,
        role=seat.role,
        person=person,
        since=since,
        until=until or since + timedelta(days=365),
        number=number or f"紙{Appointment.objects.count() + 1:04d}",
        lettered_on=since,
        **fields,
    )
