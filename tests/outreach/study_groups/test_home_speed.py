"""The home of a community asks a fixed number of questions, however large it is and of whichever kind."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.enums import PublicRole
from events.enums import Attendance, Way
from events.models import Participant
from events.services.applying import PersonRequest
from events.services.attendance import mark_attendance
from outreach.study_groups.associations.models import SecretariatPerson, SecretariatTerm
from outreach.study_groups.associations.services.agenda import prepare_assembly
from outreach.study_groups.enums import CommunityKind, SessionFormat
from outreach.study_groups.models import PlanRow
from outreach.study_groups.rules import is_committee
from tests.factories.accounts import make_user, sign_in
from tests.factories.associations import make_rules
from tests.factories.committees import make_seat, make_term
from tests.factories.directory import join, make_agency
from tests.factories.events import apply
from tests.factories.groups import (
    hold,
    make_community,
    make_delegate,
    make_facilitation,
    make_member_of,
    make_plan,
)

pytestmark = pytest.mark.django_db(transaction=True)

MOST = 15


def fill(community, user, staff, *, rows, now):
    """Let somebody stand for so many agencies, and let twice so many sessions be held or announced."""
    begun = now - timedelta(days=10)
    agencies = [make_agency(name=f"家{number}") for number in range(rows)]
    for agency in agencies:
        join(user.person, agency)
        if community.kind in (CommunityKind.COMMUNITY, CommunityKind.ASSOCIATION):
            make_delegate(make_member_of(community, agency), user.person)
    plan = make_plan(community, by=staff, now=begun, themes=[f"テーマ{each}" for each in range(2 * rows)])
    if community.kind == CommunityKind.ASSOCIATION:
        coming = plan.rows.filter(pk__in=list(plan.rows.values_list("pk", flat=True))[1::2])
        coming.update(format=SessionFormat.GENERAL_MEETING)
    for number, row in enumerate(PlanRow.objects.filter(plan=plan)):
        starts_at = begun + timedelta(days=20 if number % 2 else 7)
        session = hold(row, by=staff, now=begun, starts_at=starts_at).sessions.get()
        if number % 2 and community.kind == CommunityKind.ASSOCIATION:
            prepare_assembly(row=row, actor=staff, now=now)
        elif number % 2 == 0:
            people = [PersonRequest(Way.VENUE, user.person.name)] if is_committee(community.kind) else 2
            apply(session, people, agency=agencies[0], by_staff=True, actor=staff, now=begun)
            people = Participant.objects.filter(session=session).values_list("pk", flat=True)
            marks = dict.fromkeys(people, Attendance.ATTENDED)
            mark_attendance(session=session, marks=marks, actor=staff, now=session.ends_at)


def give_what_the_kind_has(community, user, *, rows, now):
    """Write the rules and the secretariat of an association; the seats and terms of a committee."""
    today = timezone.localdate(now)
    if community.kind == CommunityKind.ASSOCIATION:
        for number in range(rows):
            make_rules(community, version=number + 1)
        term = SecretariatTerm.objects.create(community=community, since=today, decided_by="総会")
        SecretariatPerson.objects.create(term=term, person=user.person, since=today)
    elif community.kind != CommunityKind.COMMUNITY:
        for number in range(rows):
            seat = make_seat(community, name=f"席{number}")
            make_term(seat, (make_user() if number else user).person)


@pytest.mark.parametrize("runs_it", [False, True])
@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(
    ("kind", "asks"),
    [
        (CommunityKind.COMMUNITY, 14),
        (CommunityKind.ASSOCIATION, 15),
        (CommunityKind.STEERING_COMMITTEE, 14),
        (CommunityKind.REVIEW_COMMITTEE, 13),
    ],
)
def test_the_home_asks_as_much_for_three_of_each_as_for_one(
    client, django_assert_num_queries, rows, runs_it, kind, asks
):
    now = timezone.now()
    staff = make_user(roles=[PublicRole.STAFF, PublicRole.MANAGER])
    community, user = make_community(kind=kind), make_user(roles=[PublicRole.PARTNER])
    give_what_the_kind_has(community, user, rows=rows, now=now)
    fill(community, user, staff, rows=rows, now=now)
    if runs_it:
        make_facilitation(community, user.person)
    sign_in(client, user)
    assert client.get(community.get_absolute_url()).status_code == 200
    with django_assert_num_queries(asks):
        page = client.get(community.get_absolute_url()).content.decode()
    came = "1人（" if is_committee(kind) else "2人（"
    assert [f"開催{rows}回" in page, page.count(came), asks <= MOST] == [True, rows, True]
    if kind in (CommunityKind.COMMUNITY, CommunityKind.ASSOCIATION):
        assert page.count(f"{user.person.name}（代表）") == rows
