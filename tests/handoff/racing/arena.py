"""Eight people who press at the same moment, each on their own connection, and what they were answered."""

import random
import threading
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import count
from uuid import UUID

from django.db import connection, connections
from django.db.models import QuerySet
from django.db.utils import DatabaseError
from django.http import Http404

from foundation.audit.models import Entry
from handoff.access import opened
from handoff.actors import CLOCK
from handoff.exceptions import Refused, Shredded
from handoff.services import NotAllowed
from handoff.vault.exceptions import KeyMissing
from tests.factories.cases import NOW

THREADS = 8
LONGEST_SECONDS = 60
# What a view answers with a page: a sentence, nothing there, a certificate, words that are gone.
ANSWERED = (Refused, NotAllowed, Http404, Shredded, KeyMissing)
_forms = count(1)


@dataclass
class Outcome:
    """What eight presses came to: how often each deed was done, how the others were answered."""

    done: Counter = field(default_factory=Counter)
    refused: Counter = field(default_factory=Counter)
    errors: Counter = field(default_factory=Counter)

    @property
    def winners(self):
        return sum(self.done.values())


def one_winner(outcome):
    return outcome.winners == 1


@dataclass(frozen=True, kw_only=True)
class Pair:
    """Two deeds that cannot both stand, by name; each is a list of presses, together as many as threads.

    `stands` judges the outcome; `holds` asks what must be true afterwards and returns what is not.
    """

    presses: dict[str, Sequence[Callable[[], object]]]
    stands: Callable[[Outcome], bool] = one_winner
    holds: Callable[[], Sequence[str]] = tuple


def pair(first, second, **more):
    """Return a pair of two makers of presses, each pressed by half of the threads."""
    half = THREADS // 2
    made = {name: [make() for _ in range(half)] for name, make in (first, second)}
    return Pair(presses=made, **more)


def together(name, *makers, **more):
    """Return a pair of one deed that several people do, in turn, as often as there are threads."""
    made = [makers[number % len(makers)]() for number in range(THREADS)]
    return Pair(presses={name: made}, **more)


def new_form():
    """Return the key of another form."""
    return UUID(int=next(_forms))


def race(two, *, seed):
    """Let everybody press at once. A press that returns False was a look that found nothing to do."""
    presses = [(name, press) for name, each in two.presses.items() for press in each]
    assert len(presses) == THREADS
    random.Random(seed).shuffle(presses)
    barrier, outcome, guard = threading.Barrier(THREADS), Outcome(), threading.Lock()

    def send(name, press):
        try:
            connection.ensure_connection()
            barrier.wait(timeout=LONGEST_SECONDS)
            told, what = (outcome.done, name) if press() is not False else (outcome.refused, "nothing to do")
        except ANSWERED as answer:
            told, what = outcome.refused, type(answer).__name__
        except Exception as error:  # noqa: BLE001 -- every outcome is counted
            told, what = outcome.errors, said_of(error)
        finally:
            connections.close_all()
        with guard:
            told[what] += 1

    threads = [threading.Thread(target=send, args=each) for each in presses]
    for each in threads:
        each.start()
    for each in threads:
        each.join(timeout=LONGEST_SECONDS)
    assert not any(each.is_alive() for each in threads), "somebody waits for ever"
    return outcome


def said_of(error):
    """Return which guard of the database spoke, or the kind of an error and its first words."""
    cause = error.__cause__ if isinstance(error, DatabaseError) else None
    name = cause.diag.constraint_name if cause is not None and hasattr(cause, "diag") else None
    return name or f"{type(error).__name__}: {str(error).splitlines()[0][:90] if str(error) else ''}"


def without_row_locks(monkeypatch):
    """Take every row lock of this process away; names that are locked and constraints stay."""

    def unlocked(rows, **_):
        return rows.all()

    monkeypatch.setattr(QuerySet, "select_for_update", unlocked)


def events(verb, *, after=0):
    """Return the numbers in the chain of everything that was done under this verb, in order."""
    with opened(CLOCK, now=NOW):
        found = Entry.objects.filter(verb=verb, id__gt=after).order_by("id")
        return list(found.values_list("id", flat=True))


def last_event():
    return Entry.objects.order_by("-id").values_list("id", flat=True).first() or 0
