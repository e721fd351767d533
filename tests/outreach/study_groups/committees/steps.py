"""Random steps of committees, and an oracle that knows the steps alone: sets for each day, no ranges."""

import random
from collections import defaultdict
from datetime import datetime, time, timedelta

from django.utils import timezone

from directory.models import Membership
from outreach.study_groups.access import standings
from outreach.study_groups.committees.enums import EndReason, Role
from outreach.study_groups.committees.models import Appointment
from outreach.study_groups.committees.services.appointing import (
    Term,
    appoint,
    end_appointment,
    record_signature,
    renew,
    sign_secrecy,
)
from outreach.study_groups.enums import Capacity
from outreach.study_groups.exceptions import GroupRefused
from tests.factories.committees import make_committee, make_expert, make_seat
from tests.factories.directory import join, make_agency

FIRST = timezone.localdate() - timedelta(days=1500)
AS = {Role.CHAIR: Capacity.CHAIR, Role.MEMBER: Capacity.APPOINTED, Role.OBSERVER: Capacity.OBSERVER}
DEEDS = ["appoint", "appoint", "appoint", "sign", "sign", "sign", "paper", "resign", "renew", "renew", "work"]
# Terms last so many days; steps lie so far apart: some terms run out by themselves.
LENGTHS, PAUSES = (5, 20, 60), (0, 0, 1, 3, 9)
EXPIRED = "expired"


class World:
    """Takes steps by the verbs of the room, and writes down on each day who may be what."""

    def __init__(self, seed, manager):
        self.random, self.manager = random.Random(seed), manager
        self.agency = make_agency(name="みんなの職場")
        self.users = [make_expert(name=f"人{each}", agency=self.agency, since=FIRST) for each in range(5)]
        self.committees = [make_committee(slug=f"iin-{each}", name=f"委員会{each}") for each in range(2)]
        roles = (Role.CHAIR, Role.MEMBER, Role.OBSERVER)
        self.seats = [
            make_seat(each, name=role.label, role=role) for each in self.committees for role in roles
        ]
        self.works = {each.pk for each in self.users}
        # What was asked and not refused: the days of each term, and since when it is signed.
        self.terms, self.taken, self.days = {}, defaultdict(int), {}

    def step(self, day):
        now = timezone.make_aware(datetime.combine(day, time(10)))
        name = self.random.choice(DEEDS)
        try:
            getattr(self, name)(day, now)
            self.taken[name] += 1
        except GroupRefused:
            self.taken["refused"] += 1

    def appoint(self, day, now):
        seat, user = self.random.choice(self.seats), self.random.choice(self.users)
        since = day + timedelta(days=self.random.choice((0, 0, 2)))
        until = since + timedelta(days=self.random.choice(LENGTHS))
        term = Term(user.person, since, until, day)
        made = appoint(seat=seat, term=term, actor=self.manager, now=now)
        self.write(made, user, seat)

    def write(self, made, user, seat):
        days = (made.until - made.since).days + 1
        self.terms[made.pk] = {
            "user": user.pk,
            "community": seat.community_id,
            "role": Role(seat.role),
            "days": {made.since + timedelta(days=each) for each in range(days)},
            "signed": None,
        }

    def any_term(self, day):
        found = self.random.choice([*Appointment.objects.not_over(day).order_by("pk"), None])
        if found is None:
            raise GroupRefused
        return Appointment.objects.select_related("seat", "community", "person__user").get(pk=found.pk)

    def sign(self, day, now):
        term = self.any_term(day)
        sign_secrecy(appointment=term, actor=term.person.user, now=now)
        self.terms[term.pk]["signed"] = day

    def paper(self, day, now):
        term = self.any_term(day)
        on = day - timedelta(days=self.random.choice((0, 2)))
        record_signature(appointment=term, on=on, actor=self.manager, now=now)
        self.terms[term.pk]["signed"] = on

    def resign(self, day, now):
        term = self.any_term(day)
        end_appointment(appointment=term, on=day, because=EndReason.OWN_WISH, actor=self.manager, now=now)
        known = self.terms[term.pk]
        known["days"] = {each for each in known["days"] if each <= day}

    def renew(self, day, now):
        term = self.any_term(day)
        made = renew(appointment=term, actor=self.manager, now=now)
        self.write(made, term.person.user, term.seat)

    def work(self, day, now):
        """Begin or end to work where one acts for: without that nobody stands anywhere."""
        user = self.random.choice(self.users)
        held = Membership.objects.valid(today=day).filter(person=user.person)
        if held.exists():
            held.update(valid_to=day)
            self.works.discard(user.pk)
        else:
            Membership.objects.filter(person=user.person, valid_from=day).delete()
            join(user.person, self.agency, since=day)
            self.works.add(user.pk)

    def end_of_day(self, day):
        self.days[day] = set(self.works)


def stood(world, day, user, community):
    """Return what the oracle says somebody stood as on a day."""
    found = {Capacity.STRANGER}
    if user.pk in world.days[day]:
        found.add(Capacity.PARTNER)
        for term in world.terms.values():
            is_theirs = (term["user"], term["community"]) == (user.pk, community.pk)
            if is_theirs and day in term["days"] and term["signed"] and term["signed"] <= day:
                found.add(AS[term["role"]])
    return found


def take_steps(seed, manager, steps):
    """Take so many steps; afterwards on every day everybody must stand as the oracle says."""
    world, day = World(seed, manager), FIRST
    for _ in range(steps):
        world.step(day)
        for _ in range(world.random.choice(PAUSES)):
            world.end_of_day(day)
            day += timedelta(days=1)
    world.end_of_day(day)
    # Terms that were given run on, and out, after the last step.
    for _ in range(max(LENGTHS) + 2):
        day += timedelta(days=1)
        world.end_of_day(day)
    wrong, seen = [], defaultdict(int)
    for known in world.days:
        for user in world.users:
            for standing in standings(user, world.committees, today=known):
                expected = stood(world, known, user, standing.community)
                for each in standing.capacities:
                    seen[each] += 1
                if standing.capacities != expected:
                    wrong.append((seed, known, user, standing, expected))
    world.taken[EXPIRED] = sum(max(term["days"]) < day for term in world.terms.values() if term["days"])
    return world, wrong, seen
