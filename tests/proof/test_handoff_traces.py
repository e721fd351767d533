"""A world full of canaries is lived, read, printed and broken: none lies anywhere but behind a seal."""

import base64
import json
import os
import re
import shutil
import subprocess
import tempfile
import threading
import time
from collections import Counter
from datetime import timedelta
from uuid import uuid4

import psycopg
import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db import connection, transaction
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob
from psycopg import sql

from foundation.database import embedded, roles
from foundation.mail.models import MailState, OutgoingMail
from foundation.mail.services import queue_mail_in_transaction
from handoff.documents import keeping
from handoff.documents.models import Document
from handoff.talk.models import Message
from portal.demo.people import cast_of
from tests.benchmarks.server import load
from tests.factories.cases import rows
from tests.factories.records import make_world
from tests.factories.whole_door import make_rare_rows, make_records
from tests.proof.canaries import FORMS, WORDS, forms_of, found_below, found_in, mail_texts
from tests.proof.deeds import Person, Town, a_run
from tests.proof.marked import NUMBERED, alive, mark_all, sealed_columns, typed_columns
from tests.proof.own_door import own_door
from tests.proof.passing import Passing
from tests.proof.prowl import Prowler
from tests.proof.visitor import Visitor

# Hand-offs lived from their draft to their end; of each kind of page and of each form so many are opened and
# sent by each person.
LIVES, MOST_LOOKED, MOST_PRESSED = 3, 4, 2
# Fonts and how to find them, as WeasyPrint lays them down for each paper.
FONTS = re.compile(r"weasyprint-\w+/[0-9a-f]{32}")
LEAST_REQUESTS, LEAST_MAILS = 1_500, 40
# Of all sealed columns: those that hold a canary, those that are read, those that somebody wrote on a page.
LEAST_MARKED, LEAST_READ, LEAST_TYPED = 0.85, 0.6, 0.3
SETTLES_WITHIN_SECONDS = 300
FAILING = {400, 403, 404, 405, 410, 413, 500}
SHOWN_AGAIN, GONE = 422, 410
DUMP, KEPT = "dump.sql", "kept"
# What may stand in an address: the name of an agency, a month.
BY_ADDRESS = {
    ("handoff:agencies", "q"),
    ("handoff:month_of_case", "month"),
    ("handoff:month_of_handoff", "month"),
}


@pytest.fixture
def door(monkeypatch, settings, django_db_blocker):
    with own_door(monkeypatch, settings, django_db_blocker, is_demo=True) as door:
        door.take_mail()
        yield door


@pytest.fixture
def server(door):
    """Return a connection as nobody at this door has it."""
    host = str(embedded.socket_folder(door.data))
    with psycopg.connect(
        host=host, user="postgres", dbname=roles.PRIVATE.database, autocommit=True
    ) as server:
        yield server


def test_canaries_leave_no_trace(door, server):
    town, marked = whole_world(), mark_all()
    door.open()
    people = [Person(town, user, door.url, []) for user in (town.workers[0], town.lead, town.coordinator)]
    passing = once_ready_to_print(door, town, people[1].visitor)
    a_run(people, handoffs=LIVES)
    prowlers = {member.key: prowl(door, member) for member in cast_of("private")}
    answers = [each for prowler in prowlers.values() for each in prowler.answers]
    answers += fail(door, server, prowlers["lead"].visitor, prowlers["case_worker"].visitor)
    visitors = [*(each.visitor for each in prowlers.values()), *(each.visitor for each in people)]
    assert set().union(*(each.asked_by_address for each in prowlers.values())) <= BY_ADDRESS
    wait_until_mailed()
    it_was_a_whole_life(answers, marked)
    assert in_answers(answers, visitors) == []
    assert in_rows() == set()
    assert in_mails(door) == []
    strange = {each for each in passing.seen if not FONTS.fullmatch(each)}
    missed = passing.seen - passing.kept
    print(f"{len(door.sink.received)} mails, {len(passing.seen)} temporary files,", end=" ")
    print(f"{len(missed)} of them gone too soon, {len(strange)} not of the printer's fonts")
    assert in_files(door, server) == {}
    assert strange == set()
    assert len(missed) <= len(passing.seen) // 10
    the_same_search_finds_each_form_in_the_clear(door, server)
    the_same_look_finds_what_is_packed_sent_and_passing(door, passing)


def whole_world():
    """Add to the invented world a hand-off with records of every kind, and a town that is still at work."""
    world = make_world(stage="backup")
    make_records(world)
    make_rare_rows(world)
    return Town(workers=2)


def once_ready_to_print(door, town, visitor):
    """Print what tells of nobody, and watch from then on: libraries are looked up once, by files."""
    path = f"/handoff/safeguards/{town.safeguard.pk}/paper/"
    paper = visitor.ask("POST", path, b"", **visitor.with_token())
    assert paper.body.startswith(b"%PDF"), paper.status
    return Passing(door.temporary, door.folder.parent / KEPT)


def prowl(door, member):
    visitor = Visitor(door.url).sign_in(member.email, member.password, member.totp_secret)
    prowler = Prowler(visitor, most_looked=MOST_LOOKED, most_pressed=MOST_PRESSED)
    prowler.walk()
    return prowler


def wait_until_mailed():
    """Wait until nothing is left to do that was due by now."""
    due = timezone.now()
    jobs = ProcrastinateJob.objects.filter(status__in=["todo", "doing"]).exclude(scheduled_at__gt=due)
    mails = OutgoingMail.objects.filter(state=MailState.QUEUED)
    deadline = time.monotonic() + SETTLES_WITHIN_SECONDS
    while jobs.exists() or mails.exists():
        told = [*jobs.values("task_name", "attempts"), *mails.values("cause", "attempts", "problem")]
        assert time.monotonic() < deadline, told
        threading.Event().wait(0.5)


def it_was_a_whole_life(answers, marked):
    """Tell how much was asked, shown and written, and that it is enough to mean something."""
    pages = [answer.body.decode(errors="replace") for _, answer in answers]
    read = {int(number) for page in pages for number in NUMBERED.findall(page)}
    columns, typed = sealed_columns(), typed_columns()
    statuses = Counter(answer.status for _, answer in answers)
    kinds = Counter(
        kind.split(";")[0]
        for _, answer in answers
        for name, kind in answer.headers
        if name.lower() == "content-type"
    )
    print(f"\n{len(answers)} requests, statuses {dict(statuses)}, kinds {dict(kinds)}, load {load()}")
    print(f"of {len(columns)} sealed columns {len(marked)} held a canary, {len(read)} were read,", end=" ")
    print(f"{len(typed)} were written on a page")
    assert len(answers) >= LEAST_REQUESTS
    assert statuses.keys() >= FAILING - {GONE} | {SHOWN_AGAIN}
    assert kinds["application/pdf"] > 0
    assert kinds["text/csv"] > 0
    assert len(marked) >= LEAST_MARKED * len(columns)
    assert len(read) >= LEAST_READ * len(columns)
    assert len(typed) >= LEAST_TYPED * len(columns)


def fail(door, server, lead, worker):
    """Ask for what must fail, with a canary in each body; returns the answers by what was tried."""
    message = alive(rows(Message.objects.select_related("handoff__case")))[0]
    document = alive(rows(Document.objects.filter(removed_at=None)))[0]
    talk, shelf = f"/handoff/{message.handoff_id}/talk/", f"/handoff/documents/{document.pk}/"
    identity = f"/handoff/cases/{message.handoff.case_id}/identity/"
    nothing = f"/handoff/{uuid4()}/talk/"
    body, typed = WORDS.encode(), {"Content-Type": "application/x-www-form-urlencoded"}
    many = "&".join(f"f{number}={WORDS}" for number in range(10_001)).encode()
    multipart = {"Content-Type": "multipart/form-data; boundary="}
    known, door_in = lead.with_token(), "/accounts/login/"
    tried = [
        ("many fields", lead.ask("POST", talk, many, **typed, **known)),
        ("broken parts", lead.ask("POST", talk, b"--x\r\n" + body, **multipart, **known)),
        ("wrong host", lead.ask("GET", talk, Host="elsewhere.example.jp")),
        ("no token", lead.ask("POST", talk, b"words=" + body, **typed)),
        ("wrong method", lead.ask("PUT", talk, body, **known)),
        ("wrong method", lead.ask("GET", identity, body)),
        ("not there", lead.ask("POST", nothing, b"words=" + body, **typed, **known)),
        ("too large", Visitor(door.url).ask("POST", door_in, body * 100_000, **typed)),
        ("sign in", Visitor(door.url).send(door_in, {"login": WORDS, "password": WORDS}, action=door_in)),
    ]
    for who, visitor in (("lead", lead), ("worker", worker)):
        tried += [(f"{what}, {who}", answer) for what, answer in break_down(server, visitor, message, talk)]
        tried.append((f"file cut, {who}", cut_off(document, visitor, shelf)))
    return tried


def break_down(server, visitor, message, talk):
    """Let a page fail over a value that was changed, and over a table that takes nothing."""
    page = visitor.get(talk)
    before = bytes(message.words)
    change = "UPDATE talk_message SET words = %s WHERE id = %s"
    server.execute(change, [before[:-1] + bytes([before[-1] ^ 1]), message.pk])
    yield "value changed", visitor.get(talk)
    server.execute(change, [before, message.pk])
    form = next((each for each in page.forms() if "words" in each.names()), None)
    application = sql.Identifier(roles.PRIVATE.application)
    if form:
        server.execute(sql.SQL("REVOKE INSERT ON talk_message FROM {}").format(application))
        yield "table shut", visitor.post(talk, form.filled({"words": WORDS}))
        server.execute(sql.SQL("GRANT INSERT ON talk_message TO {}").format(application))


def cut_off(document, visitor, shelf):
    file = keeping.folder() / f"{document.pk}{keeping.SUFFIX}"
    whole = file.read_bytes()
    file.write_bytes(whole[:-1])
    answer = visitor.get(shelf)
    file.write_bytes(whole)
    return answer


def in_answers(answers, visitors):
    """Return each address, header and page of an error that holds a canary."""
    found = [
        (name, "header", each)
        for name, answer in answers
        for each in answer.headers
        if found_in(str(each).encode())
    ]
    found += [
        ("address", each, "") for visitor in visitors for each in visitor.addresses if found_in(each.encode())
    ]
    return found + [
        (name, "page", answer.status)
        for name, answer in answers
        if answer.status in FAILING and found_in(answer.body)
    ]


def in_rows():
    """Return what is found in rows that hold something packed: sessions, the cache, the arguments of jobs."""
    found = set()
    for session in Session.objects.all():
        found |= found_in(json.dumps(session.get_decoded(), ensure_ascii=False, default=str).encode())
    with connection.cursor() as cursor:
        cursor.execute("SELECT value FROM foundation_cache")
        for (value,) in cursor.fetchall():
            found |= found_in(base64.b64decode(value))
        cursor.execute("SELECT args::text, task_name FROM procrastinate_jobs")
        for row in cursor.fetchall():
            found |= found_in(repr(row).encode())
    return found


def in_mails(door):
    """Return to whom a mail went that holds a canary, as it came or as it is read."""
    assert len(door.sink.received) >= LEAST_MAILS
    return [to for to, content in door.sink.received if any(found_in(each) for each in mail_texts(content))]


def in_files(door, server):
    """Return what is found below the door's folder: rows, log ahead, logs, files, keys; and in a dump."""
    size, found = found_below(door.folder.parent)
    # The same fonts for each paper.
    shutil.rmtree(door.folder.parent / KEPT)
    server.execute("CHECKPOINT")
    dump(door)
    after, again = found_below(door.folder.parent)
    print(f"{size / 1e6:.0f} MB before a checkpoint, {after / 1e6:.0f} MB with a dump: {found | again}")
    print(f"tables of the dump that hold one: {tables_in(door.folder / DUMP)}")
    assert list((door.data / "pg_wal").glob("0*"))
    assert door.log.stat().st_size > 10_000
    return found | again


def tables_in(file):
    """Return the tables of a dump that hold a canary."""
    table, found = "", set()
    for line in file.read_bytes().splitlines():
        if line.startswith(b"INSERT INTO "):
            table = line.split()[2].decode()
        if found_in(line):
            found.add(table)
    return found


def dump(door):
    command = [embedded.binary("pg_dump"), "-h", str(embedded.socket_folder(door.data)), "-U", "postgres"]
    # Values as they are: the usual form doubles each backslash.
    command += ["--inserts", "-f", str(door.folder / DUMP), roles.PRIVATE.database]
    subprocess.run(command, check=True, env=os.environ | {"LC_ALL": "C.UTF-8"})


def the_same_search_finds_each_form_in_the_clear(door, server):
    """Write a canary into a scratch table in each form: rows, log ahead and dump are found to hold it."""
    server.execute("CREATE TABLE scratch (form text, content bytea, words text)")
    for name, form in forms_of(WORDS).items():
        words = form.decode() if form.isascii() else WORDS
        server.execute("INSERT INTO scratch VALUES (%s, %s, %s)", [name, form, words])
    server.execute("CHECKPOINT")
    dump(door)
    _, found = found_below(door.folder.parent)
    wanted = {name for canary, name, _ in FORMS if canary == WORDS}
    rows_of_it = {name for file, hits in found.items() if "/base/" in file for _, name in hits}
    ahead = {name for file, hits in found.items() if "/pg_wal/" in file for _, name in hits}
    dumped = {name for _, name in found[f"var/{DUMP}"]}
    assert (rows_of_it, ahead) == (wanted, wanted)
    # A dump writes bytes as hex.
    assert dumped >= wanted - {"utf-8 twice", "utf-16-le", "utf-16-be"}
    print(f"in the clear: found in {len(wanted)} forms in rows and log ahead, in {len(dumped)} in the dump")


def the_same_look_finds_what_is_packed_sent_and_passing(door, passing):
    """Write a canary into a session, a mail, an address and a file that is gone at once: each is seen."""
    assert in_rows() == set()
    session = SessionStore()
    session["typed"] = WORDS
    session.create()
    assert {canary for canary, _ in in_rows()} == {WORDS}
    with transaction.atomic():
        told = {"to": "leak@example.jp", "subject": "お知らせ", "text": f"{WORDS}のこと"}
        queue_mail_in_transaction(cause="proof.leak", now=timezone.now() - timedelta(minutes=1), **told)
    wait_until_mailed()
    assert in_mails(door) == [("leak@example.jp",)]
    visitor = Visitor(door.url)
    answer = visitor.get(f"/{forms_of(WORDS)['percent'].decode()}/")
    assert in_answers([("nothing", answer)], [visitor]) != []
    assert found_in(door.log.read_bytes())
    with tempfile.TemporaryFile(dir=door.temporary) as file:
        file.write(WORDS.encode())
    deadline = time.monotonic() + SETTLES_WITHIN_SECONDS
    while all(FONTS.fullmatch(each) for each in passing.seen):
        assert time.monotonic() < deadline
        threading.Event().wait(0.1)
    print("the same look finds a session, a mail, an address, a line of the log and a passing file")
