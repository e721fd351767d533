"""What the written table says is what real rows open: by capacity, state and kind, in and out of term."""

from datetime import datetime, time, timedelta
from itertools import product
from pathlib import Path

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from accounts.enums import PublicRole
from accounts.models import User
from directory.enums import MembershipRole
from outreach.study_groups import access, rules
from outreach.study_groups.access import standing_in, standings
from outreach.study_groups.enums import (
    COMMITTEES,
    Action,
    Capacity,
    CommunityKind,
    CommunityState,
    Place,
    PlanState,
)
from outreach.study_groups.exceptions import GroupRefused
from outreach.study_groups.models import Community, YearPlan
from outreach.study_groups.services.planning import add_row, approve_plan
from tests.factories.accounts import make_user
from tests.factories.directory import join, make_agency
from tests.factories.groups import (
    hold,
    make_community,
    make_delegate,
    make_facilitation,
    make_member_of,
    make_plan,
)

pytestmark = pytest.mark.django_db(transaction=True)

TODAY = timezone.localdate()
DAY, TERM = timedelta(days=1), timedelta(days=30)
LETTERS = dict(zip("parc", CommunityState, strict=True))
STATES_AND_KINDS = list(product(CommunityState, CommunityKind))
KINDS = {
    "*": set(CommunityKind) - COMMITTEES,
    "+": set(COMMITTEES),
    "=": {CommunityKind.ASSOCIATION},
    "~": {CommunityKind.STEERING_COMMITTEE},
    "^": set(CommunityKind) - {CommunityKind.REVIEW_COMMITTEE},
}
PAGE = Path(rules.__file__).with_name("ACCESS.md")
# Stood by rooms: here by a source that knows a term as rooms do.
BY_ROOMS = (Capacity.SECRETARY, Capacity.APPOINTED, Capacity.CHAIR, Capacity.OBSERVER)


def written():
    """Return the table of ACCESS.md: for each action and capacity, in which states and kinds it is open."""
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in PAGE.read_text().splitlines()
        if line.startswith("| ")
    ]
    head = next(row for row in rows if row[0] == "Action")
    table = {}
    for row in rows[rows.index(head) + 2 :]:
        for capacity, cell in zip(head[1:], row[1:], strict=True):
            states = {LETTERS[letter] for letter in cell if letter in LETTERS}
            kinds = KINDS.get(cell[-1], set(CommunityKind))
            table[Action(row[0]), Capacity(capacity)] = (states, kinds)
    return table


def written_of_plans():
    """Return for each action and state of a plan: yes, only a general meeting, or never."""
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in PAGE.read_text().splitlines()
        if line.startswith("| ")
    ]
    start = next(number for number, row in enumerate(rows) if row[0] == "On a plan that is")
    states = [PlanState(each) for each in rows[start][1:]]
    return {
        (Action(row[0]), state): cell
        for row in rows[start + 2 : start + 5]
        for state, cell in zip(states, row[1:], strict=True)
    }


WRITTEN = written()
OF_PLANS = written_of_plans()


def test_the_written_table_and_the_rules_are_the_same():
    assert WRITTEN.keys() == set(product(Action, Capacity))
    for (action, capacity), (states, kinds) in WRITTEN.items():
        for state, kind in STATES_AND_KINDS:
            found = rules.may(action, {capacity}, state=state, kind=kind)
            assert found is (state in states and kind in kinds), (action, capacity, state, kind)


@pytest.fixture
def communities():
    return [
        make_community(slug=f"kai-{number}", name=f"会{number}", state=state, kind=kind)
        for number, (state, kind) in enumerate(STATES_AND_KINDS)
    ]


@pytest.fixture
def by_rooms(monkeypatch):
    """Let a room say who stands as what from when until when."""
    terms = []
    monkeypatch.setattr(
        access,
        "capacity_sources",
        [
            lambda person, communities, day: [
                (pk, capacity)
                for known, capacity, since, until in terms
                for pk in communities
                if known == person and since <= day < until
            ]
        ],
    )
    return terms


def stand_as(capacity, communities, by_rooms, since, until):
    """Make somebody who stands as this in all communities from a day until a day."""
    if capacity in (Capacity.STAFF, Capacity.MANAGER):
        return make_user(roles=[PublicRole(capacity.value)])
    if capacity == Capacity.STRANGER:
        return make_user()
    agency = make_agency(name=f"家 {capacity}")
    user = make_user(roles=[PublicRole.PARTNER])
    admin = capacity == Capacity.AGENCY_ADMIN
    join(user.person, agency, role=MembershipRole.PARTNER_ADMIN if admin else MembershipRole.PARTNER)
    places = {Capacity.MEMBER: Place.COLLEAGUE, Capacity.DELEGATE: Place.DELEGATE}
    for community in communities:
        if capacity in (*places, Capacity.AGENCY_ADMIN):
            member = make_member_of(community, agency, since=since, until=until)
            if capacity in places:
                make_delegate(member, user.person, place=places[capacity], since=since, until=until)
        elif capacity == Capacity.FACILITATOR:
            make_facilitation(community, user.person, since=since, until=until)
    if capacity in BY_ROOMS:
        by_rooms.append((user.person_id, capacity, since, until))
    return user


# What somebody stands as once the term is over, or before it began.
OUTSIDE = {
    Capacity.STRANGER: Capacity.STRANGER,
    Capacity.STAFF: Capacity.STAFF,
    Capacity.MANAGER: Capacity.MANAGER,
}
STOOD = [each for each in Capacity if each != Capacity.GUEST]


@pytest.mark.parametrize("capacity", STOOD)
def test_each_capacity_opens_what_is_written_in_its_term_and_nothing_of_it_outside(
    capacity, communities, by_rooms
):
    since, until = TODAY - TERM, TODAY + TERM
    user = stand_as(capacity, communities, by_rooms, since, until)
    outside = OUTSIDE.get(capacity, Capacity.PARTNER)
    days = {since - DAY: outside, since: capacity, TODAY: capacity, until - DAY: capacity, until: outside}
    checked = 0
    for day, stands_as in days.items():
        for standing in standings(user, communities, today=day):
            kind, state = standing.community.kind, standing.community.state
            for action in Action:
                open_to = {stands_as, Capacity.STRANGER}
                if stands_as not in OUTSIDE:
                    open_to.add(Capacity.PARTNER)
                expected = any(
                    state in WRITTEN[action, each][0] and kind in WRITTEN[action, each][1] for each in open_to
                )
                assert standing.may(action) is expected, (day, action, state, kind)
                checked += 1
    assert checked == 5 * len(communities) * len(Action)


def went_through(act):
    try:
        act()
    except GroupRefused:
        return False
    return True


def test_the_table_of_plans_has_each_state():
    assert set(OF_PLANS) == set(
        product((Action.WRITE_PLAN, Action.APPROVE_PLAN, Action.HOLD_SESSION), PlanState)
    )


@pytest.mark.parametrize(("state", "held_as"), list(product(PlanState, ("lecture", "general_meeting"))))
def test_a_plan_opens_what_is_written_of_its_state_and_nothing_else(state, held_as, manager):
    # In the middle of a fiscal year, so that the session lies in it.
    now = timezone.make_aware(datetime.combine(TODAY.replace(month=9, day=1), time(10)))
    plan = make_plan(make_community(kind=CommunityKind.ASSOCIATION), by=manager, now=now, approved=False)
    approved = {} if state == PlanState.DRAFT else {"approved_on": TODAY, "approved_by": "センター長"}
    closed = {"closed_at": now} if state == PlanState.CLOSED else {}
    YearPlan.objects.update(state=state, **approved, **closed)
    plan.rows.update(format=held_as)
    row = plan.rows.get()
    details = {"month": row.month, "format": held_as, "theme": "もう1つ"}
    acts = {
        Action.HOLD_SESSION: lambda: hold(row, by=manager, now=now),
        Action.WRITE_PLAN: lambda: add_row(plan=plan, details=details, actor=manager, now=now),
        Action.APPROVE_PLAN: lambda: approve_plan(plan=plan, on=TODAY, by="総会", actor=manager, now=now),
    }
    for action, act in acts.items():
        cell = OF_PLANS[action, state]
        wanted = cell == "yes" or (cell == "general meeting" and held_as == "general_meeting")
        assert went_through(act) is wanted, (action, state, held_as)


def test_strangers_without_an_account_stand_as_strangers(communities):
    assert all(
        each.capacities == {Capacity.STRANGER}
        for each in standings(AnonymousUser(), communities, today=TODAY)
    )


@pytest.mark.parametrize("broken", ["left the agency", "agency closed", "account ended", "agency left"])
def test_one_missing_link_is_enough_to_stand_there_no_more(broken):
    community, agency = make_community(), make_agency()
    user = make_user(roles=[PublicRole.PARTNER])
    works = join(user.person, agency)
    member = make_member_of(community, agency, since=TODAY - TERM)
    make_delegate(member, user.person, since=TODAY - TERM)
    make_facilitation(community, user.person, since=TODAY - TERM)
    assert standing_in(user, community, today=TODAY).capacities >= {Capacity.DELEGATE, Capacity.FACILITATOR}
    match broken:
        case "left the agency":
            works.valid_to = TODAY
            works.save()
        case "agency closed":
            agency.closed_on = TODAY
            agency.save()
        case "account ended":
            user.is_active = False
            user.save()
        case "agency left":
            member.until = TODAY
            member.save()
    found = standing_in(user, community, today=TODAY).capacities
    assert Capacity.DELEGATE not in found
    assert (Capacity.FACILITATOR in found) is (broken == "agency left")


def test_three_communities_are_asked_for_in_as_many_queries_as_one(django_assert_num_queries):
    agency, user = make_agency(), make_user(roles=[PublicRole.PARTNER])
    join(user.person, agency)
    found = [make_community(slug=f"kai-{number}", name=f"会{number}") for number in range(3)]
    for each in found:
        make_delegate(make_member_of(each, agency), user.person)
    for some in (found[:1], found):
        user = User.objects.get(pk=user.pk)
        with django_assert_num_queries(4):
            standings(user, Community.objects.filter(pk__in=[each.pk for each in some]), today=TODAY)
