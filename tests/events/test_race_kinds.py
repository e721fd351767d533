"""Deciding while everybody else does something, too: by criteria, by lot, one by one, by the manager."""

import random

import pytest

from events import queries
from events.enums import Admission
from events.models import AgencyChoice, Application
from events.selecting import candidates
from events.selection import Criteria, Verdict, propose
from events.services.changing import cancel_application, cancel_people
from events.services.deciding import (
    approve_application,
    decide_session,
    draw_lots,
    release_held_application,
)
from tests.events.mixed import ALONE, at_once
from tests.events.race import half_done, judge
from tests.events.replay import replayed
from tests.events.test_kinds import AFTER_DEADLINE
from tests.factories.directory import make_agency
from tests.factories.events import NOW, apply, make_session
from tests.whole import as_many_as

pytestmark = pytest.mark.django_db(transaction=True)
SEEDS = range(1, 1 + as_many_as(2, few=1))


def crowd(session, seed, groups=16):
    dice = random.Random(seed)
    return [apply(session, dice.randint(1, 5), least_people=dice.choice([None, 1])) for _ in range(groups)]


def leaving(applications, seed):
    """Return acts by which some cancel and some drop one of their people; after the deadline staff do so."""
    dice = random.Random(seed)
    by_staff = {"actor": None, "by_staff": True, "now": AFTER_DEADLINE}
    acts = []
    for each in dice.sample(applications, k=6):
        person = each.participants.first().pk
        acts += [
            lambda each=each: cancel_application(application=each, **by_staff),
            lambda each=each, person=person: cancel_people(application=each, people={person}, **by_staff),
        ]
    return acts


def assert_all_is_right(session, errors):
    outcome = judge(session, errors)
    assert (outcome.errors, outcome.taken_twice, outcome.ledger_agrees) == ({}, 0, True)
    assert half_done(session) == []
    assert sum(queries.taken_seats(session).values()) <= 20


@pytest.mark.parametrize("seed", SEEDS)
def test_lots_are_drawn_once_while_groups_leave(seed, staff):
    session = make_session(venue=20, admission=Admission.LOTTERY)
    applications = crowd(session, seed)
    draw = lambda: draw_lots(session=session, actor=staff, now=AFTER_DEADLINE)  # noqa: E731 -- sent many times
    assert_all_is_right(session, at_once([draw] * 4 + leaving(applications, seed)))
    session.refresh_from_db()
    assert session.decided_at == AFTER_DEADLINE
    assert not Application.objects.filter(state="pending").exists()


@pytest.mark.parametrize("seed", SEEDS)
def test_a_decision_stands_as_a_whole_or_not_at_all_while_groups_leave(seed, staff):
    session = make_session(venue=20, admission=Admission.AFTER_DEADLINE)
    applications = crowd(session, seed)
    line, settled = propose(candidates(session, now=NOW), {"venue": 20}, Criteria())
    verdicts = {
        each.group.key: Verdict.CHOSEN if settled.seats_of(each.group.key) else Verdict.WAITING
        for each in line
    }

    def decide():
        decide_session(
            session=session, verdicts=verdicts, criteria=Criteria(), actor=staff, now=AFTER_DEADLINE
        )

    assert_all_is_right(session, at_once([decide] * 3 + leaving(applications, seed)))
    session.refresh_from_db()
    undecided = Application.objects.filter(state="pending").exists()
    assert undecided == (session.decided_at is None)


@pytest.mark.parametrize("seed", SEEDS)
def test_whoever_is_approved_at_once_sits_or_waits_by_the_rule(seed, staff):
    session = make_session(venue=20, admission=Admission.APPROVAL, offer_hours=None)
    applications = crowd(session, seed)
    acts = [
        lambda each=each: approve_application(application=each, actor=staff, now=NOW)
        for each in applications * 2
    ]
    acts += [
        lambda each=each: cancel_application(application=each, now=NOW, **ALONE) for each in applications[:4]
    ]
    assert_all_is_right(session, at_once(acts))
    assert replayed(session).wrong == []
    assert judge(session).free_for_somebody == 0


def test_whatever_managers_pass_on_at_once_sits_or_waits_by_the_rule(staff):
    session = make_session(venue=20, offer_hours=None)
    held = []
    for number in range(12):
        agency = make_agency(name=f"家 {number}")
        AgencyChoice.objects.create(agency=agency, manager_releases=True, changed_by=staff, changed_at=NOW)
        held.append(apply(session, number % 4 + 1, named=False, agency=agency))
    acts = [
        lambda each=each: release_held_application(application=each, actor=staff, now=NOW)
        for each in held * 2
    ]
    acts += [lambda: apply(session, 2) for _ in range(8)]
    assert_all_is_right(session, at_once(acts))
    assert replayed(session).wrong == []
    assert judge(session).free_for_somebody == 0
