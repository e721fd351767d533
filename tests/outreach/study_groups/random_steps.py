"""Random steps in communities, and an oracle that knows the steps alone."""

import random
from collections import defaultdict
from datetime import datetime, time, timedelta

from django.utils import timezone

from accounts.enums import PublicRole
from directory.enums import MembershipRole
from directory.models import Membership
from outreach.study_groups.access import standings
from outreach.study_groups.enums import Capacity, Place
from outreach.study_groups.exceptions import GroupRefused
from outreach.study_groups.models import Delegate, Facilitation, MemberAgency
from outreach.study_groups.services.joining import (
    Named,
    admit_on_paper,
    end_delegate,
    end_membership,
    name_delegate,
)
from outreach.study_groups.services.people import end_facilitator, name_facilitator
from tests.factories.accounts import make_user
from tests.factories.directory import join, make_agency
from tests.factories.groups import make_community

FIRST = timezone.localdate() - timedelta(days=400)
BY_PLACE = {
    Place.DELEGATE: Capacity.DELEGATE,
    Place.DEPUTY: Capacity.DELEGATE,
    Place.COLLEAGUE: Capacity.MEMBER,
}

# Who is named must be a member's, and work there: so these come often.
DEEDS = ["join", "join", "leave", "name", "name", "name", "name", "unname", "run", "rest", "work", "work"]


class Oracle:
    """Writes down, day by day, who is what: sets alone, no ranges and no database."""

    def __init__(self):
        self.works = set()
        self.members = set()
        self.places = {}
        self.runs = set()
        self.days = {}

    def stand(self, person, community):
        found = {Capacity.STRANGER}
        agencies = {agency for known, agency in self.works if known == person}
        if agencies:
            found.add(Capacity.PARTNER)
            if (community, person) in self.runs:
                found.add(Capacity.FACILITATOR)
        for agency in agencies:
            if (community, agency) in self.members and (community, agency, person) in self.places:
                found.add(BY_PLACE[self.places[community, agency, person]])
        return found

    def end_of_day(self, day, people, communities):
        for person in people:
            for community in communities:
                self.days[day, person, community] = self.stand(person, community)


class World:
    """Takes steps by the verbs of the app, and tells the oracle what was asked and not refused."""

    def __init__(self, seed, staff):
        self.random, self.staff = random.Random(seed), staff
        self.users = [make_user(roles=[PublicRole.PARTNER], name=f"人{each}") for each in range(5)]
        self.agencies = [make_agency(name=f"家{each}") for each in range(3)]
        self.communities = [make_community(slug=f"kai-{seed}-{each}", name=f"会{each}") for each in range(2)]
        self.oracle = Oracle()
        self.taken = defaultdict(int)

    def step(self, day):
        now = timezone.make_aware(datetime.combine(day, time(10)))
        deed = getattr(self, self.random.choice(DEEDS))
        agency, community = self.random.choice(self.agencies), self.random.choice(self.communities)
        user = self.random.choice(self.users)
        try:
            deed(community, agency, user, day, {"actor": self.staff, "now": now})
            self.taken[deed.__name__] += 1
        except GroupRefused:
            self.taken["refused"] += 1

    def join(self, community, agency, user, day, act):
        admit_on_paper(community=community, agency=agency, named=None, **act)
        self.oracle.members.add((community.pk, agency.pk))

    def leave(self, community, agency, user, day, act):
        member = self.member(community, agency, day)
        end_membership(member=member, **act)
        self.oracle.members.discard((community.pk, agency.pk))
        for key in [key for key in self.oracle.places if key[:2] == (community.pk, agency.pk)]:
            del self.oracle.places[key]

    def name(self, community, agency, user, day, act):
        member, place = self.member(community, agency, day), self.random.choice(list(Place))
        name_delegate(member=member, named=Named(user.person, place), **act)
        places = self.oracle.places
        if place != Place.COLLEAGUE:
            for key in [
                key for key, held in places.items() if held == place and key[:2] == (community.pk, agency.pk)
            ]:
                del places[key]
        places[community.pk, agency.pk, user.pk] = place

    def unname(self, community, agency, user, day, act):
        """End one of those who stand somewhere, wherever that is."""
        known = Delegate.objects.on(day).select_related("member__community", "member__agency", "person__user")
        delegate = self.random.choice([*known.order_by("id"), None])
        if delegate is None:
            raise GroupRefused
        end_delegate(delegate=delegate, **act)
        member = delegate.member
        self.oracle.places.pop((member.community_id, member.agency_id, delegate.person.user.pk), None)

    def run(self, community, agency, user, day, act):
        name_facilitator(community=community, person=user.person, **act)
        self.oracle.runs.add((community.pk, user.pk))

    def rest(self, community, agency, user, day, act):
        found = Facilitation.objects.on(day).filter(community=community, person=user.person).first()
        if found is None:
            raise GroupRefused
        end_facilitator(facilitation=found, **act)
        self.oracle.runs.discard((community.pk, user.pk))

    def work(self, community, agency, user, day, act):
        """Begin to work somewhere, or end it."""
        held = Membership.objects.valid(today=day).filter(person=user.person, agency=agency).first()
        if held is None:
            join(user.person, agency, role=MembershipRole.PARTNER, since=day)
            self.oracle.works.add((user.pk, agency.pk))
        else:
            Membership.objects.filter(pk=held.pk).update(valid_to=day)
            self.oracle.works.discard((user.pk, agency.pk))

    def member(self, community, agency, day):
        found = MemberAgency.objects.on(day).filter(community=community, agency=agency).first()
        if found is None:
            raise GroupRefused
        return found


def take_steps(seed, staff, steps):
    """Take so many steps, some on each day; afterwards every day must be as it was written down."""
    world, day = World(seed, staff), FIRST
    for number in range(steps):
        world.step(day)
        if world.random.random() < 0.3 or number == steps - 1:
            world.oracle.end_of_day(
                day, [each.pk for each in world.users], [each.pk for each in world.communities]
            )
            day += timedelta(days=1)
    wrong = []
    for known in sorted({each for each, _, _ in world.oracle.days}):
        for user in world.users:
            for standing in standings(user, world.communities, today=known):
                expected = world.oracle.days[known, user.pk, standing.community.pk]
                if standing.capacities != expected:
                    wrong.append((seed, known, user, standing, expected))
    return world, wrong
