"""Whoever has no part in it finds no byte of it: other agencies, the committee, whoever has left."""

import random
import re
from collections import Counter
from dataclasses import replace
from types import SimpleNamespace
from uuid import uuid4

import pytest

from accounts.enums import PrivateRole
from handoff.access import opened
from handoff.actors import CLOCK
from handoff.cases.models import Case
from handoff.models import Enrolment
from handoff.services import end_enrolment
from tests.benchmarks.server import load
from tests.factories.canaries import Canaries
from tests.factories.cases import NOW, acting, staff_of_agency
from tests.factories.handoff import make_agency, make_enrolled_user, make_enrolment
from tests.factories.records import make_world
from tests.factories.whole_door import (
    demo_world,
    make_rare_rows,
    make_records,
    make_release_day,
    make_sheets,
)
from tests.proof.askers import Asker, Fields, taken_back
from tests.proof.whole_addresses import NUMBERS, addresses, door_models, pairs_of, rows_of

pytestmark = pytest.mark.django_db
# At so many addresses of another kind each row is asked for, by whoever is drawn; the full run is 20,000.
STRAY, LEAST = 6, 20_000
# One in so many: the full run leaves out none.
ONE_IN = 1
METHODS = ("get", "post")
# What the forms of this door ask for, so that a deed is not refused for want of words.
WORDS = {
    "seen": "1", "key": str(uuid4()), "form_key": str(uuid4()), "reason": "わけ", "words": "ことば",
    "text": "ことば", "what": "もの", "told_by": "係長から電話で", "code": "no_room", "kind": "loss",
    "part": "need", "note": "控え", "is_done": "on", "way": "phone", "answer": "答え", "minutes": "30",
}  # fmt: skip
# Of each kind each person asks for so many rows, drawn anew for each of them.
MOST = 6
GONE = "whose enrolment has just ended"


@pytest.fixture
def door():
    """A door full of canaries; then a request of other people altogether, without any."""
    people = demo_world()
    given = make_world(stage="backup")
    make_records(given)
    make_rare_rows(given)
    leaving = make_enrolled_user(name="辞める人", role=PrivateRole.AGENCY_COORDINATOR, agency=given.city)
    moving = make_enrolled_user(name="移る人", role=PrivateRole.AGENCY_COORDINATOR, agency=given.city)
    canaries, known = Canaries().lay(), addresses(Enrolment.objects.latest("pk").pk)
    pairs = {each: pairs_of(each) for each in known if each.numbers}
    ids = [pk for model in door_models() for pk in rows_of([model])]
    guesses = [(pk, uuid4()) for pk in ids if not isinstance(pk, int)]
    guesses += [(words, like(words, canaries.words)) for words in references() for _ in range(20)]
    own = make_world(stage="overlap")
    for make in (make_sheets, make_release_day):
        make(own, acting(own.worker), acting(own.hand))
    third = make_agency(name="三つ目の事業所")
    make_enrolment(person=moving.person, role=PrivateRole.AGENCY_COORDINATOR, agency=third)
    return SimpleNamespace(
        people=people, given=given, own=own, third=staff_of_agency(third), canaries=canaries,
        leaving=leaving, moving=moving, pairs=pairs, ids=ids, guesses=guesses,
        lists=[each for each in known if not each.numbers],
    )  # fmt: skip


def references():
    with opened(CLOCK, now=NOW):
        return list(Case.objects.values_list("reference", flat=True))


def like(reference, known):
    """Return a reference of the same shape that nothing has."""
    return next(
        each for each in (reference[:-1] + letter for letter in "23456789ACEFHJKMPQRTXY") if each not in known
    )


def strangers(door):
    """Return who asks: what they are, somebody with an open session, and which rooms are partly theirs."""
    office = door.people["committee_member"].person.enrolments.get().agency
    apart = {
        role: make_enrolled_user(name=f"席のない{role}", role=role, agency=office)
        for role in (PrivateRole.COMMITTEE_MEMBER, PrivateRole.OBSERVER)
    }
    users = {
        "another agency's coordinator": door.own.coordinator,
        "another agency's worker": door.own.hand,
        "a third agency's coordinator": door.third["coordinator"],
        "an agency whose safeguard ended": door.people["outsider"],
        "a member without a seat": apart[PrivateRole.COMMITTEE_MEMBER],
        "an observer without a seat": apart[PrivateRole.OBSERVER],
        "a member with a seat": door.people["committee_member"],
        "an observer with a seat": door.people["observer"],
        "who moved to another agency": door.moving,
        GONE: door.leaving,
    }
    asking = {name: Asker(user) for name, user in users.items()}
    officer = door.people["privacy_officer"]
    for user in (door.leaving, door.moving):
        enrolment = Enrolment.objects.get(person=user.person, agency=door.given.city)
        end_enrolment(enrolment=enrolment, actor=officer, now=NOW)
    return asking


class Walk:
    """Asks for what is not theirs and for what is not there, and keeps what differed or told something."""

    def __init__(self, door, seed):
        self.door, self.rng = door, random.Random(seed)
        self.most, self.one_in = MOST, ONE_IN
        self.counts, self.leaks, self.differ, self.slower, self.nowhere = Counter(), [], [], [], {}

    def note(self, who, what, answer):
        self.counts[who] += 1
        found = self.door.canaries.found_in(answer.everything)
        if found:
            self.leaks.append((who, what, found))

    def compare(self, who, asker, method, address, ids, none):
        """Ask for somebody else's and for nobody's: status, headers, cookies and body are the same bytes.

        A session writes down now and then when it was last used. What only that tells apart is the same
        when it is asked once more; what a row tells apart is not.
        """
        data = WORDS if method == "post" else None
        key = (who, method, address, *(each for each in ids if each in none))
        for _ in range(2):
            theirs = asker.ask(method, address.at(*ids), data)
            self.note(who, (method, address.at(*ids)), theirs)
            if key not in self.nowhere:
                nobodys = asker.ask(method, address.at(*none), data)
                self.note(who, (method, "nothing"), nobodys)
                self.nowhere[key] = nobodys.without(*none)
            plain, other = theirs.without(*ids), self.nowhere[key]
            if plain == other:
                return
            del self.nowhere[key]
        kept = self.slower if replace(plain, queries=0) == replace(other, queries=0) else self.differ
        kept.append((who, method, address.at(*ids), plain.queries, other.queries, *difference(plain, other)))

    def right_ones(self, who, asker, skips):
        """Ask for each row at each address that names such rows, as often as there are rows, up to a few."""
        for number, (address, pairs) in enumerate(self.door.pairs.items()):
            if skips(address) or not pairs:
                continue
            if number % 25 == 0 and who != GONE:
                asker.enter()
            for method in METHODS:
                for ids in self.rng.sample(pairs, min(len(pairs), self.most)):
                    if self.rng.randrange(self.one_in) == 0:
                        self.compare(who, asker, method, address, ids, address.nowhere())

    def stray_ones(self, asking):
        """Ask for every row of every table at addresses of another kind: no number opens a wrong door."""
        by_kind = {kind: [each for each in self.door.pairs if each.numbers[0][1] == kind] for kind in NUMBERS}
        names = [name for name in asking if "with a seat" not in name]
        for pk in self.door.ids:
            kind = "int" if isinstance(pk, int) else "uuid"
            for _ in range(STRAY if self.rng.randrange(ONE_IN) == 0 else 0):
                address, who = self.rng.choice(by_kind[kind]), self.rng.choice(names)
                none = address.nowhere()
                method = self.rng.choice(METHODS)
                self.compare(who, asking[who], method, address, (pk, *none[1:]), none)

    def children(self, who, asker):
        """Ask for rows of others beneath what is one's own: a parent that opens opens no foreign child."""
        for address in self.door.pairs:
            if address.child is None:
                continue
            theirs = self.door.pairs[address]
            known = {ids[0] for ids in theirs} | set(self.door.ids)
            for own in [pk for pk in rows_of(address.models) if pk not in known]:
                for method in METHODS:
                    for ids in theirs[: MOST if self.rng.randrange(ONE_IN) == 0 else 0]:
                        none = (own, *address.nowhere()[1:])
                        self.compare(who, asker, method, address, (own, ids[1]), none)

    def without_numbers(self, who, asker, skips):
        """Ask for lists, desks and forms: they tell of nobody else's."""
        for address in self.door.lists:
            if not skips(address) and self.rng.randrange(ONE_IN) == 0:
                for method, data in (("get", None), ("get", {"show": "all"}), ("post", WORDS)):
                    self.note(who, (method, address.at()), asker.try_out(method, address.at(), data))

    def forms(self, who, asker):
        """Put numbers and references of others into each field of the forms that somebody has."""
        asker.enter()
        for address in [*self.door.lists, *self.door.pairs]:
            pages = own_pages(asker, address, self.door)
            for path in pages:
                page = asker.try_out("get", path)
                self.note(who, ("get", path), page)
                held = Fields(page.body).found if page.is_page else {}
                for field in held if self.rng.randrange(ONE_IN) == 0 else ():
                    for theirs, nobodys in self.rng.sample(self.door.guesses, 2):
                        self.guess(who, asker, path, held, field, theirs, nobodys)

    def guess(self, who, asker, path, held, field, theirs, nobodys):
        got = [asker.try_out("post", path, held | {field: str(each)}) for each in (theirs, nobodys)]
        # What somebody typed comes back to them.
        plain, other = (each.without(value) for each, value in zip(got, (theirs, nobodys), strict=True))
        for answer in (plain, other):
            self.note(who, ("post", path, field), answer)
        if plain.shape != other.shape:
            self.differ.append((who, (path, field, theirs), *difference(plain, other)))


def difference(one, other):
    """Return what tells two answers apart, in short."""
    lines = zip(one.body.split(b"\n"), other.body.split(b"\n"), strict=False)
    first = next(((a.decode(), b.decode()) for a, b in lines if a != b), ())
    return (
        (one.status, other.status),
        set(one.headers) ^ set(other.headers),
        (one.cookies, other.cookies),
        first,
    )


def own_pages(asker, address, door):
    """Return the addresses of one's own: lists, and whatever hangs on the rows without canaries."""
    if not address.numbers:
        return [address.at()]
    known = set(door.ids)
    return [address.at(*ids) for ids in pairs_of(address) if not known & set(ids)][:MOST]


def everything_in(door):
    """Return every row of every table of the door as it lies there."""
    with opened(CLOCK, now=NOW):
        return {model._meta.label: sorted(map(repr, model.objects.values_list())) for model in door_models()}


def test_strangers_find_nothing_and_cannot_tell_it_from_what_is_not_there(door, capsys):
    asking = strangers(door)
    walk, before = Walk(door, seed=1), everything_in(door)
    for who, asker in asking.items():
        is_seated = "with a seat" in who
        walk.right_ones(who, asker, lambda each, seated=is_seated: seated and of_committee(each))
        walk.without_numbers(who, asker, lambda each, seated=is_seated: seated and of_committee(each))
    walk.stray_ones(asking)
    own = {
        "another agency's worker": asking["another agency's worker"],
        "a colleague": Asker(door.own.worker),
    }
    for who, asker in own.items():
        walk.children(who, asker)
    walk.forms("another agency's coordinator", asking["another agency's coordinator"])
    walk.forms("another agency's worker", asking["another agency's worker"])
    asked = sum(walk.counts.values())
    with capsys.disabled():
        print(f"\n{asked} requests, {len(walk.leaks)} with a canary, {len(walk.differ)} told apart,")
        print(f"{len(walk.slower)} by the number of queries; {dict(walk.counts)}, load {load()}")
        print(*walk.differ[:20], *walk.slower[:5], sep="\n")
    assert walk.leaks == []
    assert walk.differ == []
    assert walk.slower == []
    assert everything_in(door) == before
    assert asked >= LEAST // ONE_IN


# What is printed has no text to look for, and a key that was destroyed does not come back.
SKIPPED = re.compile("paper|destruction")


class Owner(Asker):
    """Somebody to whom the rows belong; what they do by the way is taken back."""

    def ask(self, method, address, data=None):
        with taken_back():
            return super().ask(method, address, data)


def test_the_same_walk_finds_the_canaries_where_the_door_is_open(door, capsys):
    walk = Walk(door, seed=2)
    walk.most, walk.one_in = 2, 1
    walk.right_ones("lead", Owner(door.given.lead), lambda each: SKIPPED.search(each.name))
    found = set().union(*(columns for _, _, columns in walk.leaks))
    columns = door.canaries.laid | set(door.canaries.words.values())
    with capsys.disabled():
        print(f"\nas the lead: {len(walk.leaks)} of {walk.counts['lead']} answers hold a canary, of")
        print(f"{len(found)} of {len(columns)} columns; not shown: {sorted(columns - found)}")
        print(f"{len(walk.differ)} are told apart from what is not there")
    assert len(found) * 2 > len(columns)
    assert len(walk.differ) > len(walk.leaks) / 2


def of_committee(address):
    """Whether somebody with a seat finds something there by right."""
    return address.name == "handoff:committee" or (
        bool(address.numbers) and address.models[0].__module__.startswith("handoff.sittings")
    )
