"""Web worker, job worker and database killed in mid-write 40 times: what was told is there and whole."""

import random
import threading
import time
from collections import Counter
from datetime import timedelta

import psycopg
import pytest
from django.db import connection
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from foundation.database import embedded, roles
from foundation.mail.models import MailState, OutgoingMail
from handoff.cases.services.keys import sweep_keys
from handoff.documents import keeping
from handoff.documents.services.sweeping import sweep_files
from tests.benchmarks.server import load
from tests.proof.books import Books
from tests.proof.deeds import AtWork, Flow, Person, Told, Town
from tests.proof.own_door import own_door
from tests.proof.visitor import Lost

WEB, JOBS, POSTMASTER = 14, 13, 13
TOLD_BEFORE_KILLED, SEED = 12, 5
WORKS_WITHIN_SECONDS, MAILED_WITHIN_SECONDS = 120, 420
# Longer than a key without a row is kept.
LONG = timedelta(days=400)
TELLING = ("handoff.machine.tell_turn", "handoff.talk.tell_message", "mail.deliver")


@pytest.fixture
def door(monkeypatch, settings, django_db_blocker):
    with own_door(monkeypatch, settings, django_db_blocker) as door:
        door.take_mail()
        yield door


class Trials:
    """A town at work, cut off again and again."""

    def __init__(self, door):
        self.door, self.town, self.flow, self.journal = door, Town(), Flow(), []
        door.open()
        self.people = [Person(self.town, user, door.url, self.journal) for user in self.town.people]
        workers = len(self.town.workers)
        self.steps = [self.flow.of_worker(place) for place in range(workers)]
        self.steps += [self.flow.of_lead, self.flow.of_city]
        self.kills, self.lost_answers, self.swept = Counter(), Counter(), Counter()
        self.longest, self.moment = 0.0, random.Random(SEED)

    def cut_off(self, name):
        """Let all work, kill one process while they do, start it again, look whether all is there."""
        told = Told(self.journal, TOLD_BEFORE_KILLED)
        at_work = [AtWork(each, step, told) for each, step in zip(self.people, self.steps, strict=True)]
        assert told.enough.wait(timeout=WORKS_WITHIN_SECONDS), [each.failed for each in at_work]
        # Any moment of a deed, which takes some tenths of a second.
        threading.Event().wait(self.moment.random() / 2)
        killed_at = time.monotonic()
        getattr(self.door, f"kill_{name}")()
        told.is_over = True
        for each in at_work:
            each.join()
        assert [each.failed for each in at_work if each.failed] == []
        assert [each for each in at_work if each.lost_at and each.lost_at < killed_at] == []
        self.kills[name] += 1
        self.lost_answers[name] += sum(each.lost_at is not None for each in at_work)
        self.bring_back(name)
        self.sweep()
        self.look()

    def bring_back(self, name):
        began = time.monotonic()
        connection.close()
        self.door.start_postgres()
        if name == "postmaster":
            # The web processes connect anew; a worker that lost its database ends, sooner or later.
            self.door.kill_jobs()
        self.door.open()
        self.longest = max(self.longest, time.monotonic() - began)
        for each in self.people:
            self.again(each)

    def again(self, person):
        """Send again what had no answer; a connection that broke with the database may fail once more."""
        again = person.resume
        try:
            person.send_again()
        except Lost:
            person.resume = again
            person.send_again()

    def sweep(self):
        """Let the sweepers work as much later: they take what nobody was told of, and nothing else."""
        later = timezone.now() + LONG
        self.swept["files"] += sweep_files(now=later)
        self.swept["keys"] += sweep_keys(now=later)

    def look(self):
        books = Books()
        assert books.broken == []
        assert books.lost(self.journal) == []
        assert books.twice(self.journal) == []
        assert books.half_done() == []
        verified = self.door.manage("verify_audit")
        assert verified.returncode == 0, verified.stderr
        return books


def test_forty_kills_lose_nothing_that_was_told(door):
    trials = Trials(door)
    names = ["web"] * WEB + ["jobs"] * JOBS + ["postmaster"] * POSTMASTER
    trials.moment.shuffle(names)
    for name in names:
        trials.cut_off(name)
    wait_until_mailed()
    twice = mailed_twice(door)
    told = Counter(each.kind for each in trials.journal if each.is_told)
    print(
        f"\n{sum(trials.kills.values())} kills {dict(trials.kills)}, told {sum(told.values())}: {dict(told)}"
    )
    unknown = len(trials.journal) - sum(told.values())
    print(
        f"answers lost {dict(trials.lost_answers)}, never told {unknown}, back within {trials.longest:.1f} s"
    )
    print(f"swept without a row {dict(trials.swept)}; every key, file and row that was told opens")
    print(f"{len(door.sink.received)} mails, {twice} of them twice; load {load()}")
    assert sum(told.values()) >= len(names) * TOLD_BEFORE_KILLED
    assert trials.lost_answers["web"] > 0
    assert trials.lost_answers["postmaster"] > 0
    # Between a mail server's yes and our commit lies one moment: a mail sent then goes once more.
    assert twice <= JOBS + POSTMASTER
    the_same_look_finds_what_is_taken_away(door, trials)


def wait_until_mailed():
    """Wait until a worker has caught up, also with the work of those that were killed."""
    deadline = time.monotonic() + MAILED_WITHIN_SECONDS
    open_jobs = ProcrastinateJob.objects.filter(task_name__in=TELLING).exclude(status="succeeded")
    while open_jobs.exists():
        assert time.monotonic() < deadline, list(open_jobs.values("task_name", "status", "attempts"))
        threading.Event().wait(1)


def mailed_twice(door):
    """Return how many mails came more than once; each has come."""
    came = Counter(
        line.split(b"<")[1].split(b".")[0]
        for _, content in door.sink.received
        for line in content.splitlines()
        if line.lower().startswith(b"message-id:")
    )
    mails = list(OutgoingMail.objects.values_list("pk", "state"))
    assert {state for _, state in mails} == {MailState.SENT}
    assert {int(number) for number in came} == {pk for pk, _ in mails}
    return sum(times > 1 for times in came.values())


def the_same_look_finds_what_is_taken_away(door, trials):
    """Take away a row, half of a file and an event: each is missed, and the chain is broken."""
    books = Books()
    message = next(row for row, _ in books.messages.values())
    document = next(row for row, _ in books.documents.values())
    file = keeping.folder() / f"{document.pk}{keeping.SUFFIX}"
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])
    with psycopg.connect(
        host=str(embedded.socket_folder(door.data)), user="postgres", dbname=roles.PRIVATE.database
    ) as owner:
        owner.execute("DELETE FROM talk_message WHERE id = %s", [message.pk])
        owner.execute(
            "DELETE FROM audit_entry WHERE subject_key = %s AND verb = 'documents.added'", [document.pk]
        )
    books = Books()
    assert [pk for _, pk, _ in books.broken] == [document.pk]
    assert {each.kind for each in books.lost(trials.journal)} == {"message", "document"}
    assert {(verb, pk) for verb, pk, _ in books.half_done()} >= {
        ("talk.said", message.pk),
        ("documents.added", document.pk),
    }
    assert door.manage("verify_audit").returncode != 0
