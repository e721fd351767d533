"""Reads the ledger of a session from its first fact and says where it does not do what the rule says.

Each transaction holds the session's lock from before it writes until it commits, so the ledger stands in the
order in which things happened; whom a transaction serves is compared with the oracle.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from itertools import groupby
from operator import attrgetter

from django.db.models.expressions import RawSQL

from events.enums import EntryKind
from events.line import WaitingGroup
from events.models import Application, SeatEntry
from tests.events.beginning_anew import BeginningAnew, some

SAT = {EntryKind.SEATED, EntryKind.OFFERED}


@dataclass
class Replay:
    """The hall as the ledger has told it so far."""

    order: dict[int, tuple]
    least: dict[int, int | None]
    capacity: Counter = field(default_factory=Counter)
    received: dict = field(default_factory=lambda: defaultdict(Counter))
    waiting: dict = field(default_factory=lambda: defaultdict(Counter))
    seated: dict = field(default_factory=lambda: defaultdict(Counter))
    passes: Counter = field(default_factory=Counter)
    wrong: list = field(default_factory=list)

    def read(self, facts):
        """Take in the facts of one transaction."""
        for fact in facts:
            self.take(fact)
        told = {key: some(ways) for key, ways in self.served(facts).items()}
        passed = sorted(fact.application_id for fact in facts if fact.kind == EntryKind.PASSED)
        if told or passed:
            self.compare(told, passed)
        for key, ways in told.items():
            for way, people in ways.items():
                self.waiting[key][way] -= people
                self.seated[key][way] += people
        self.passes.update(passed)
        taken = sum(self.seated.values(), Counter())
        if any(people > self.capacity[way] for way, people in taken.items()):
            self.wrong.append(("over", dict(taken)))

    def take(self, fact):
        key, way = fact.application_id, fact.way
        if fact.kind == EntryKind.CAPACITY:
            self.capacity[way] = fact.people
        elif fact.kind == EntryKind.RECEIVED:
            self.received[key][way] += fact.people
        elif fact.kind in (EntryKind.APPLIED, EntryKind.REVIVED):
            self.received.pop(key, None)
            self.waiting[key][way] += fact.people
        elif fact.kind in (EntryKind.WITHDRAWN, EntryKind.DECLINED):
            left = self.received if key in self.received else self.waiting
            left[key][way] -= fact.people
        elif fact.kind == EntryKind.RELEASED:
            self.seated[key][way] -= fact.people

    def served(self, facts):
        found = defaultdict(Counter)
        for fact in facts:
            if fact.kind in SAT:
                found[fact.application_id][fact.way] += fact.people
        return found

    def line(self):
        keys = [key for key, ways in self.waiting.items() if sum(ways.values()) > 0]
        return [
            WaitingGroup(
                key,
                some(self.waiting[key]),
                self.passes[key],
                self.least_of(key),
            )
            for key in sorted(keys, key=self.order.__getitem__)
        ]

    def least_of(self, key):
        """Return with how few a group comes: with one once somebody sits, never with more than there are."""
        seated, wished = sum(self.seated[key].values()), self.least[key]
        if seated or wished is None:
            return 1 if seated else None
        return min(wished, sum(self.waiting[key].values()))

    def compare(self, told, passed):
        taken = sum(self.seated.values(), Counter())
        free = {way: seats - taken[way] for way, seats in self.capacity.items()}
        right = BeginningAnew(self.line(), free).all()
        if (told, passed) != ({each.key: each.people for each in right.seated}, sorted(right.passed)):
            self.wrong.append((told, passed, right))


def replayed(session):
    """Return the replay of a session's whole ledger."""
    rows = Application.objects.filter(session=session)
    replay = Replay(
        {pk: (at, step, pk) for pk, at, step in rows.values_list("pk", "line_at", "line_step")},
        {
            pk: int(wished) if wished.isdecimal() else least
            for pk, least, wished in rows.values_list("pk", "least_people", "note")
        },
    )
    # Which transaction wrote a row is known to PostgreSQL.
    act = RawSQL("events_seatentry.xmin::text", ())
    facts = SeatEntry.objects.filter(session=session).annotate(act=act).order_by("id")
    for _, together in groupby(facts, key=attrgetter("act")):
        replay.read(list(together))
    return replay
