"""Taken back is taken back at once: the next request finds nothing, whatever page a session holds."""

import random
from collections import Counter
from dataclasses import dataclass
from types import SimpleNamespace

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session

from handoff.cases.services.bases import withdraw_basis
from handoff.machine.services.looking import look_after_all
from handoff.models import Enrolment
from handoff.safeguards.services import end_safeguard, suspend_safeguard
from handoff.services import end_enrolment
from tests.benchmarks.server import load
from tests.factories.accounts import close_account
from tests.factories.canaries import Canaries
from tests.factories.cases import NOW, acting, fresh
from tests.factories.records import make_world
from tests.factories.sittings import make_committee, make_sitting, put, send
from tests.factories.whole_door import make_rare_rows, make_records
from tests.proof.askers import Asker, Fields, taken_back
from tests.proof.whole_addresses import addresses, pairs_of

pytestmark = pytest.mark.django_db
TRIALS, CONTROLS = 1_000, 50
# So many pages each person holds, of which some are forms that are sent afterwards.
HELD = 30
SIGN_IN = "/accounts/login/"
# What a receiver reads or writes of somebody only while consent and safeguard stand.
ON_FOOTING = frozenset(
    f"handoff:{name}"
    for name in (
        "part", "document", "copy_document", "sheet", "act_on_sheet", "release_day",
        "act_on_release_day", "tick_release_step", "opinion_letter", "write_entry", "skip_entry",
        "consultation",
        "support_meeting", "meeting_letter", "meeting_calendar", "call_meeting", "write_held_meeting",
        "change_meeting", "call_meeting_off", "meeting_minutes", "confirm_meeting_minutes", "tick_decision",
        "press_consultation",
        "new_sheet_of_handoff",
        "new_entry_of_handoff", "new_review", "new_opinion_letter", "new_consultation_of_handoff",
    )
)  # fmt: skip

# These stay: that there is a hand-off, how it stands and whom to telephone. They tell of nobody any more.
STILL_THERE = frozenset(
    f"handoff:{name}" for name in ("detail", "talk", "reviews", "diary_of_handoff", "support_meetings")
)


@dataclass(frozen=True)
class Held:
    """A request that a session could send at any moment: a page, or a form with what was typed."""

    name: str
    method: str
    path: str
    data: tuple[tuple[str, str], ...] = ()

    def ask(self, asker):
        return asker.ask(self.method, self.path, dict(self.data) if self.method == "post" else None)


@pytest.fixture
def door():
    """A request that a city took on with records of every kind, a sitting that sees it, and everybody in."""
    world = make_world(stage="backup")
    make_records(world)
    make_rare_rows(world)
    committee = make_committee(world.centre)
    sitting = make_sitting(world.centre)
    put(world.case, sitting, world.centre)
    send(sitting, world.centre)
    canaries = Canaries().lay()
    users = [
        world.coordinator,
        world.hand,
        *world.centre.values(),
        committee["member"],
        committee["observer"],
    ]
    return SimpleNamespace(
        world=world, canaries=canaries, asking={user: Asker(user) for user in users},
        receivers=[world.coordinator, world.hand], centre=world.centre,
    )  # fmt: skip


def is_answered(answer):
    """Whether somebody got a page, a file, a refusal with its reason or the way to the next page."""
    to_sign_in = answer.status == 302 and dict(answer.headers)["Location"].startswith(SIGN_IN)
    return answer.status in (200, 302, 422) and not to_sign_in


def held_by(asker, rng, names=None):
    """Return requests that are answered to this person now: of these addresses, or drawn from all."""
    known = addresses(Enrolment.objects.latest("pk").pk)
    known = [each for each in known if "paper" not in each.name and (names is None or each.name in names)]
    rng.shuffle(known)
    found = []
    for address in known:
        for ids in pairs_of(address) if address.numbers else [()]:
            found += _held_at(asker, address, address.at(*ids))
        if names is None and len(found) >= HELD:
            break
    return found


def _held_at(asker, address, path):
    page = asker.try_out("get", path)
    found = [Held(address.name, "get", path)] if is_answered(page) else []
    typed = tuple(Fields(page.body).found.items()) if page.is_page else ()
    if page.status == 405 or typed:
        form = Held(address.name, "post", path, typed)
        with taken_back():
            found += [form] if is_answered(form.ask(asker)) else []
    return found


def withdraw(door, user):
    basis = fresh(door.world.handoff).basis_id
    withdraw_basis(basis_id=basis, reason="やめたい", actor=acting(door.world.worker), now=NOW)


def hold_safeguard(door, user):
    safeguard = fresh(door.world.handoff).safeguard_id
    suspend_safeguard(safeguard_id=safeguard, is_suspended=True, actor=acting(door.world.lead), now=NOW)


def finish_safeguard(door, user):
    safeguard = fresh(door.world.handoff).safeguard_id
    end_safeguard(safeguard_id=safeguard, actor=acting(door.world.lead), now=NOW)


def disable(door, user):
    close_account(user=user, actor=other_lead(door, user), now=NOW)


def end_role(door, user):
    enrolment = Enrolment.objects.get(person=user.person, ended_at=None)
    end_enrolment(enrolment=enrolment, actor=other_lead(door, user), now=NOW)


def other_lead(door, user):
    """Return somebody who ends it: nobody ends their own."""
    return door.centre["second"] if user == door.world.lead else door.world.lead


OF_ALL = {
    "consent withdrawn": withdraw,
    "safeguard held": hold_safeguard,
    "safeguard ended": finish_safeguard,
}
OF_ONE = {"user disabled": disable, "enrolment ended": end_role}


def refused(door, kind, user, page, answer):
    """Whether the answer tells nothing: not there for receivers, the way to sign in for who is out."""
    tells = door.canaries.found_in(answer.everything)
    if kind in OF_ALL:
        return not tells and (answer.status == 404 or page.name in STILL_THERE)
    location = dict(answer.headers).get("Location", "")
    # In the same commit no session is left.
    left = UserSession.objects.filter(user=user).exists()
    return answer.status == 302 and location.startswith(SIGN_IN) and not tells and not left


def trial(door, holding, rng, *, takes_back=True):
    """Let sessions hold pages, take something back at a random moment, and return who was not refused."""
    kind = rng.choice([*OF_ALL, *OF_ONE])
    affected = door.receivers if kind in OF_ALL else [rng.choice(list(door.asking))]
    pages = {user: rng.choice(holding[kind in OF_ALL][user]) for user in affected}
    passed = []
    with taken_back():
        # The same request is answered as long as nothing was taken back.
        for user, page in pages.items():
            with taken_back():
                passed += [] if is_answered(page.ask(door.asking[user])) else [("control", kind, page)]
        if takes_back:
            (OF_ALL | OF_ONE)[kind](door, affected[0])
        if rng.random() < 0.3:
            look_after_all(now=NOW)
        for user in rng.sample(affected, len(affected)):
            answer = pages[user].ask(door.asking[user])
            if not refused(door, kind, user, pages[user], answer):
                passed.append((kind, pages[user], answer.status, door.canaries.found_in(answer.everything)))
    return kind, [page.method for page in pages.values()], passed


def everything_held(door, rng):
    """Return what each session holds: pages that a footing opens, and pages of any kind."""
    names = ON_FOOTING | STILL_THERE
    return {
        True: {user: held_by(door.asking[user], rng, names) for user in door.receivers},
        False: {user: held_by(asker, rng) for user, asker in door.asking.items()},
    }


def test_as_long_as_nothing_is_taken_back_not_one_of_them_is_refused(door):
    rng, asked, answered = random.Random(6), 0, 0
    holding = everything_held(door, rng)
    for _ in range(CONTROLS):
        _, methods, passed = trial(door, holding, rng, takes_back=False)
        asked, answered = asked + len(methods), answered + len(passed)
    assert answered == asked > CONTROLS


def test_the_next_request_is_refused_a_thousand_times_of_a_thousand(door, capsys):
    rng = random.Random(5)
    holding = everything_held(door, rng)
    counts, methods, passed = Counter(), Counter(), []
    for number in range(TRIALS):
        if number % 50 == 0:
            for asker in door.asking.values():
                asker.enter()
        kind, asked, through = trial(door, holding, rng)
        counts[kind] += 1
        methods.update(asked)
        passed += through
    with capsys.disabled():
        held = {str(user): len(pages) for user, pages in holding[False].items()}
        names = Counter(page.name for pages in holding[True].values() for page in pages)
        print(f"\n{TRIALS} times taken back, {len(passed)} answered all the same; {dict(counts)}")
        print(f"{dict(methods)}; held {held}; on footing {dict(names)}, load {load()}")
    assert passed[:5] == []
    assert set(names) == ON_FOOTING | STILL_THERE
    assert Session.objects.exists()
