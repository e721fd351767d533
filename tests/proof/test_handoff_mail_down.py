"""The mail server is down through a whole run of deeds; once it is back each notice comes once."""

import threading
import time
from collections import Counter
from email import message_from_bytes
from email.policy import SMTP

import pytest
from django.db import transaction
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from foundation.jobs import defer
from foundation.mail.models import MailState, OutgoingMail
from foundation.mail.services import queue_mail_in_transaction
from handoff.machine.models import Handoff
from handoff.waiting_mail import SUBJECT
from tests.benchmarks.server import load
from tests.factories.cases import CANARIES, rows
from tests.proof import canaries
from tests.proof.deeds import Person, Town, a_run
from tests.proof.own_door import own_door

HANDOFFS = 20
# Twice to the lead, once to the author, four times to the city, three times to both who work on the case.
NOTICES_OF_EACH = 2 + 1 + 4 + 3 * 2
# While the server is down, each is tried so often in vain.
LEAST_TRIES = 2
SETTLES_WITHIN_SECONDS, RETRIED_WITHIN_SECONDS = 300, 900
TELLING = ("handoff.machine.tell_turn", "handoff.talk.tell_message")
# What is written of people in this proof; numbers of cases and hand-offs join it.
ABOUT_PEOPLE = ["かなりあ", "カナリア", "鵜飼沢", *CANARIES.values(), *canaries.CANARIES]


@pytest.fixture
def door(monkeypatch, settings, django_db_blocker):
    with own_door(monkeypatch, settings, django_db_blocker) as door:
        yield door


def wait_until(is_so, seconds, what):
    deadline = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < deadline, what()
        threading.Event().wait(0.5)


def all_told():
    jobs = ProcrastinateJob.objects.filter(task_name__in=TELLING)
    return jobs.exists() and not jobs.exclude(status="succeeded").exists()


def waiting():
    return OutgoingMail.objects.exclude(state=MailState.SENT)


def states():
    return list(OutgoingMail.objects.values_list("state", "attempts", "problem").order_by("-pk")[:20])


def delivered(sink):
    """Return what came: number of the mail → how often, and to whom it was told how often."""
    messages = [(to, message_from_bytes(content, policy=SMTP)) for to, content in sink.received]
    numbers = Counter(int(message["Message-ID"].strip("<>").split(".")[0]) for _, message in messages)
    return numbers, Counter((to, str(message["Subject"])) for to, message in messages)


def about_people(sink):
    """Return which mails hold a word about somebody, a number of theirs, or a text of their own."""
    handoffs = rows(Handoff.objects.select_related("case"))
    words = {
        *ABOUT_PEOPLE,
        *(each.reference for each in handoffs),
        *(each.case_reference for each in handoffs),
    }
    found = []
    for to, content in sink.received:
        texts = canaries.mail_texts(content)
        if any(word.encode() in text for word in words for text in texts) or canaries.found_in(texts[0]):
            found.append(to)
    return found


def test_every_notice_of_a_run_without_a_mail_server_comes_once(door):
    town = Town(workers=3)
    door.open()
    users = (town.workers[0], town.lead, town.coordinator)
    people = [Person(town, user, door.url, []) for user in users]
    door.take_mail()
    a_run(people, handoffs=HANDOFFS)
    wait_until(lambda: all_told() and not waiting().exists(), SETTLES_WITHIN_SECONDS, states)
    _, wanted = delivered(door.sink)
    door.mail.stop()
    before = len(door.sink.received)

    began = time.monotonic()
    a_run(people, handoffs=HANDOFFS)
    wait_until(
        lambda: all_told() and not waiting().filter(attempts__lt=LEAST_TRIES).exists(),
        SETTLES_WITHIN_SECONDS,
        states,
    )
    down = time.monotonic() - began
    waited, tries = waiting().count(), Counter(waiting().values_list("attempts", "problem"))
    assert len(door.sink.received) == before
    assert set(waiting().values_list("state", flat=True)) == {MailState.QUEUED}
    door.take_mail()
    wait_until(lambda: not waiting().exists(), RETRIED_WITHIN_SECONDS, states)

    numbers, came = delivered(door.sink)
    print(f"\n{2 * HANDOFFS} hand-offs, half of them in {down:.0f} s without a mail server, load {load()}")
    print(f"{before} notices came at once, {waited} afterwards, after tries in vain: {dict(tries)}")
    assert waited == before == wanted.total() == HANDOFFS * NOTICES_OF_EACH
    assert came == wanted + wanted
    assert set(numbers.values()) == {1}
    assert set(numbers) == set(OutgoingMail.objects.values_list("pk", flat=True))
    assert {subject for _, subject in came} == {SUBJECT}
    assert about_people(door.sink) == []
    the_same_look_finds_a_leak_and_a_repetition(door)


def the_same_look_finds_a_leak_and_a_repetition(door):
    """Send one mail that says too much, and one that went already: both are seen."""
    now, first = timezone.now(), OutgoingMail.objects.order_by("pk").first()
    with transaction.atomic():
        told = {"to": "leak@example.jp", "subject": "お知らせ", "text": f"{CANARIES['name']}さんのこと"}
        queue_mail_in_transaction(cause="proof.leak", now=now, **told)
        OutgoingMail.objects.filter(pk=first.pk).update(state=MailState.QUEUED)
        defer("mail.deliver", mail_id=first.pk)
    wait_until(lambda: not waiting().exists(), SETTLES_WITHIN_SECONDS, states)
    numbers, _ = delivered(door.sink)
    assert [number for number, times in numbers.items() if times != 1] == [first.pk]
    assert about_people(door.sink) == [("leak@example.jp",)]
