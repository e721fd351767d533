"""Random walks through hand-offs: what anybody might try in any order, and what must hold after each step."""

import random
from collections import Counter
from datetime import timedelta
from uuid import UUID

from django.db import connection
from django.http import Http404
from django.utils import timezone

from foundation.audit.chain import verify
from foundation.audit.models import Entry
from handoff.access import opened
from handoff.actors import CLOCK
from handoff.cases.enums import Place
from handoff.cases.models import LegalBasis
from handoff.cases.services.bases import withdraw_basis
from handoff.disclosure.enums import BasisState, Part, ReceiverCategory, Step
from handoff.exceptions import Refused
from handoff.machine.enums import (
    ENDED,
    SETTLED_ITEMS,
    Deed,
    Hand,
    HomeKind,
    ItemState,
    Provision,
    Side,
    State,
)
from handoff.machine.models import Confirmation, Handoff, ProvisionRecord, RoleItem, Turn
from handoff.machine.reasons import CODES
from handoff.machine.rules import TRANSITIONS
from handoff.machine.services.looking import look_after_all
from handoff.machine.services.moving import Answer, move
from handoff.machine.services.naming import Named
from handoff.machine.services.reading import read_part
from handoff.machine.services.running import (
    NewItem,
    move_item,
    name_receivers,
    note_interview,
    settle_days,
    write_items,
)
from handoff.safeguards.enums import Way
from handoff.safeguards.models import Safeguard
from handoff.safeguards.services import suspend_safeguard
from tests.factories.cases import NOW, acting, make_case, make_draft, staff_of_agency, staff_of_centre
from tests.factories.handoff import make_agency
from tests.factories.records import hold_last_review, hold_meeting

# Which part opens at which step for a city, written by hand.
OPENS = {Part.OUTLINE: Step.SENT, Part.IDENTITY: Step.REVIEWING, Part.NEED: Step.REVIEWING}
# The furthest step that each state has behind it.
REACHED = {
    State.REQUESTED: Step.SENT,
    State.REVIEWING: Step.REVIEWING,
    State.INFO: Step.REVIEWING,
    State.ACCEPTED: Step.ACCEPTED,
    State.OVERLAP: Step.OVERLAP,
    State.HANDING: Step.OVERLAP,
    State.BACKUP: Step.OVERLAP,
}
ENDING = {Deed.WITHDRAW, Deed.DECLINE, Deed.RETURN, Deed.FINISH, Deed.VOID, Deed.EXPIRE, Deed.SEND_BACK}
# All that decides who may read what, besides the day.
DECIDING = (
    *("machine_handoff", "machine_turn", "machine_confirmation", "machine_roleitem", "machine_jointmeeting"),
    *("machine_provisionrecord", "cases_legalbasis", "safeguards_safeguard"),
)
# However little changed, everything is asked anew after so many steps.
AT_LEAST_EVERY = 20
CONFIRMED = {Deed.BEGIN_OVERLAP, Deed.HAND_OVER, Deed.VOID}


class Walk:
    """Two requests of one centre, to a city here and a city on paper, and everybody around them."""

    def __init__(self, seed):
        self.rng = random.Random(seed)
        self.now = NOW
        self.centre = staff_of_centre()
        self.counts = Counter()
        self.handoffs, self.people, self.checked = [], {}, None
        for way in (Way.HERE, Way.PAPER):
            city = make_agency(name=f"{way}の市", category=ReceiverCategory.MUNICIPALITY)
            handoff = make_draft(
                make_case(self.centre), city, self.centre, way=way, is_suspect_support=way == Way.PAPER
            )
            self.handoffs.append(handoff)
            self.people[handoff.pk] = staff_of_agency(city)
        self.steps = [
            *[self.deed] * 7, *[self.item] * 2, *[self.settle] * 2,
            self.name, self.meet, self.write, self.hold, self.withdraw, self.pass_time, self.clock,
        ]  # fmt: skip

    def step(self):
        """Try one thing at random; a refusal changes nothing and is counted."""
        self.now += timedelta(minutes=1)
        what = self.rng.choice(self.steps)
        try:
            what(self.rng.choice(self.handoffs))
        except (Refused, Http404) as refused:
            self.counts[type(refused).__name__] += 1
        else:
            self.counts[what.__name__] += 1

    def anybody(self, handoff):
        others = [*self.people.values()]
        return self.rng.choice(
            [*self.centre.values(), *self.people[handoff.pk].values(), *others[0].values()]
        )

    def right_one(self, deed, handoff):
        """Return somebody whose deed it might be, were the gates open."""
        people = self.people[handoff.pk]
        hands = {
            Hand.GIVER: self.centre["worker"],
            Hand.GIVER_LEAD: self.centre["lead"],
            Hand.SECOND: self.centre["lead"],
            Hand.RECEIVER: people["coordinator"],
        }
        possible = sorted(TRANSITIONS[deed].by & hands.keys())
        return hands[self.rng.choice(possible)] if possible else self.anybody(handoff)

    def fresh(self, handoff):
        with opened(CLOCK, now=self.now):
            return Handoff.objects.select_related("basis", "safeguard").get(pk=handoff.pk)

    def deed(self, handoff):
        deed = self.choice_of_deed(handoff)
        user = self.right_one(deed, handoff) if self.rng.random() < 0.7 else self.anybody(handoff)
        code = next(iter(CODES.get(deed, {"": ""})))
        seen = self.fresh(handoff).version - (self.rng.random() < 0.05)
        answer = Answer(
            seen=seen, key=UUID(int=self.rng.getrandbits(128)), reason="わけ", code=code, told_by="電話で"
        )
        before = self.marks(handoff)
        moved = move(handoff_id=handoff.pk, deed=deed, answer=answer, actor=self.as_(user), now=self.now)
        after = self.marks(handoff)
        one_word = deed in CONFIRMED and moved.version == seen
        assert (after[0] - before[0], after[1] - before[1]) == ((0, 1) if one_word else (1, 1))

    def choice_of_deed(self, handoff):
        """Choose any deed, but more often one that leads on from here: else no walk comes far."""
        state = self.fresh(handoff).state
        onward = [deed for deed, row in TRANSITIONS.items() if state in row.sources and deed not in ENDING]
        if onward and self.rng.random() < 0.9:
            return self.rng.choice(onward)
        return self.rng.choice([each for each in Deed if each not in (Deed.VOID, Deed.EXPIRE)])

    def marks(self, handoff):
        """Count turns of a hand-off and events of deeds."""
        with opened(CLOCK, now=self.now):
            return Turn.objects.filter(handoff=handoff).count(), Entry.objects.count()

    def as_(self, user):
        return acting(user, now=self.now)

    def name(self, handoff):
        people = self.people[handoff.pk]
        named = (
            Named(place=Place.MAIN, person=people["hand"].person),
            Named(place=Place.SECOND, person=people["coordinator"].person),
        )
        user = self.anybody(handoff)
        name_receivers(handoff_id=handoff.pk, named=named, actor=self.as_(user), now=self.now)

    def meet(self, handoff):
        actor = self.as_(self.anybody(handoff))
        if self.rng.random() < 0.5:
            note_interview(handoff_id=handoff.pk, met_at=self.now, actor=actor, now=self.now)
        hold_meeting(handoff_id=handoff.pk, actor=actor, now=self.now)

    def write(self, handoff):
        with opened(CLOCK, now=self.now):
            seen = RoleItem.objects.filter(handoff=handoff).count()
        if seen < 4:
            sides = [self.rng.choice((Side.GIVER, Side.RECEIVER)) for _ in range(2)]
            item = NewItem(what="付き添い", now_side=sides[0], next_side=sides[1])
            actor = self.as_(self.anybody(handoff))
            write_items(handoff_id=handoff.pk, items=[item], seen=seen, actor=actor, now=self.now)

    def item(self, handoff):
        with opened(CLOCK, now=self.now):
            items = list(RoleItem.objects.filter(handoff=handoff).exclude(state__in=SETTLED_ITEMS))
        if items:
            to = self.rng.choice(list(ItemState))
            actor = self.as_(self.anybody(handoff))
            move_item(item_id=self.rng.choice(items).pk, to=to, actor=actor, now=self.now)

    def settle(self, handoff):
        today = timezone.localdate(self.now)
        days = self.rng.choice(
            [
                {"overlap_until": today + timedelta(days=90)},
                {"home": (today, HomeKind.GROUP_HOME)},
                {"backup_until": today + timedelta(days=180)},
                {"person_told_on": today},
            ]
        )
        settle_days(handoff_id=handoff.pk, actor=self.as_(self.anybody(handoff)), now=self.now, **days)
        if "person_told_on" in days:
            hold_last_review(handoff, self.anybody(handoff), now=self.now)

    def hold(self, handoff):
        """Hold a safeguard, or let it count again; more often the latter, so that walks come far."""
        held = self.rng.random() < 0.2
        actor = self.as_(self.centre["lead"])
        safeguard_id = self.fresh(handoff).safeguard_id
        suspend_safeguard(safeguard_id=safeguard_id, is_suspended=held, actor=actor, now=self.now)

    def withdraw(self, handoff):
        if self.rng.random() < 0.1:
            basis_id = self.fresh(handoff).basis_id
            actor = self.as_(self.centre["worker"])
            withdraw_basis(basis_id=basis_id, reason="やめたい", actor=actor, now=self.now)

    def pass_time(self, handoff):
        self.now += timedelta(days=self.rng.choice((0, 1, 3)))

    def clock(self, handoff):
        look_after_all(now=self.now)

    def what_decides(self):
        """Return a word for the day and all rows that decide: of equal ones nothing is to be asked twice."""
        with opened(CLOCK, now=self.now), connection.cursor() as cursor:
            rows = []
            for table in DECIDING:
                cursor.execute(f"SELECT md5(string_agg(t::text, '' ORDER BY t::text)) FROM {table} t")
                rows += cursor.fetchone()
        return timezone.localdate(self.now), *rows

    def check_what_changed(self, number):
        """Check after a step that changed anything at all, and after every twentieth in any case."""
        if number % AT_LEAST_EVERY == 0 or self.what_decides() != self.checked:
            self.check()
            self.checked = self.what_decides()

    def check(self):
        """Assert what must hold for each hand-off, by an account of its own."""
        for handoff in self.handoffs:
            row = self.fresh(handoff)
            self.check_readers(row, self.open_by_hand(row), at_most=True)
            self.check_record(row)
            row = self.fresh(handoff)
            self.check_readers(row, self.open_by_hand(row), at_most=False)

    def open_by_hand(self, row):
        """Return what the receiver may read, by the table above and the rows as they are."""
        today = timezone.localdate(self.now)
        state = State(row.before_pause) if row.state == State.PAUSED else State(row.state)
        with opened(CLOCK, now=self.now):
            basis = LegalBasis.objects.get(pk=row.basis_id)
            bound = Safeguard.objects.get(pk=row.safeguard_id)
        stands = basis.state == BasisState.ACTIVE and basis.since <= today <= basis.until
        stands = stands and bound.suspended_at is None and bound.since <= today <= bound.until
        if not stands or state in ENDED or state not in REACHED:
            return set()
        return {part for part, step in OPENS.items() if step <= REACHED[state]}

    def check_readers(self, row, expected, *, at_most):
        """Whoever receives reads just that, and the city of the other request reads nothing of it.

        Before the clock has looked it may be less: what opens again is first written down.
        """
        people = self.people[row.pk]
        others = next(each for pk, each in self.people.items() if pk != row.pk)
        readers = {people["coordinator"]: expected, others["coordinator"]: set()}
        for user, allowed in readers.items():
            read = {part for part in OPENS if self.reads(row, part, user)}
            assert read <= allowed if at_most else read == allowed, (row.state, user)

    def reads(self, row, part, user):
        try:
            read_part(handoff_id=row.pk, part=part, actor=self.as_(user), now=self.now)
        except Http404:
            return False
        return True

    def check_record(self, row):
        """Approver ≠ author; ended stays ended; after a look of the clock the ledger says what is open."""
        assert row.approved_by_id != row.author_id
        with opened(CLOCK, now=self.now):
            turns = list(Turn.objects.filter(handoff=row).order_by("version"))
            words = set(Confirmation.objects.filter(handoff=row).values_list("version", flat=True))
        # A version is a turn, or what both sides say their word for has changed.
        versions = [each.version for each in turns]
        assert versions == sorted(set(versions))
        assert max([1, *versions, *words]) <= row.version
        assert [each.source for each in turns[1:]] == [each.target for each in turns[:-1]]
        assert not any(each.source in ENDED for each in turns if not TRANSITIONS[each.deed].stays)
        answering = any(each.deed == Deed.HAND_OVER for each in turns) and row.state != State.RETURNED
        assert (row.main_side == Side.RECEIVER) == (answering and row.state != State.VOID)
        look_after_all(now=self.now)
        row = self.fresh(row)
        with opened(CLOCK, now=self.now):
            records = ProvisionRecord.objects.filter(handoff=row).order_by("number")
            last = dict(records.values_list("part", "kind"))
        in_ledger = {part for part, kind in last.items() if kind == Provision.OPENED}
        assert in_ledger == self.open_by_hand(row)


def walk(seed, *, steps, check_every=1):
    """Walk and check; return how often each thing was done or refused."""
    walked = Walk(seed)
    for number in range(steps):
        walked.step()
        if number % check_every == 0:
            walked.check_what_changed(number)
    assert verify().broken_id is None
    return walked.counts
