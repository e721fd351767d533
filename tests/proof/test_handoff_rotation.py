"""All keys of cases are wrapped anew, again and again, while people read and write at a running door."""

import os
import subprocess
import sys
import threading
import time
from collections import Counter
from itertools import count
from pathlib import Path

import pytest
from django.apps import apps
from django.db import connection

from handoff.access import opened
from handoff.actors import CLOCK
from handoff.cases.models import Case
from handoff.vault import rotation, store
from handoff.vault.exceptions import VaultError, WrappingKeyMissing
from handoff.vault.fields import SealedField
from handoff.vault.models import SealedModel
from tests.benchmarks.server import load, running_server
from tests.factories.cases import CANARIES, NOW, TODAY, make_case, make_draft, rows, staff_of_centre
from tests.factories.documents import put_down, take
from tests.factories.handoff import make_agency
from tests.factories.vault import case_keys
from tests.handoff.visitors import Visitor

pytestmark = pytest.mark.django_db(transaction=True)

ROOT = Path(__file__).resolve().parents[2]
SETTINGS = "tests.benchmarks.private_settings"
CASES, DOCUMENTS, ROTATIONS = 150, 5, 6
READERS, WRITERS, TALKERS = 2, 1, 1
LEAST_READ, LEAST_WRITTEN = 300, 60
LONGEST_SECONDS = 600


class Reader(Visitor):
    """Reads case after case, and of each whom it is about."""

    def __init__(self, *args, cases, **more):
        super().__init__(*args, **more)
        self.cases = cases

    def visit(self, number):
        case, need = self.cases[number % len(self.cases)]
        page = self.get(f"/handoff/cases/{case.pk}/", says=need)
        self.post(f"/handoff/cases/{case.pk}/identity/", page, says=CANARIES["contact"])


class Writer(Visitor):
    """Opens cases: with each come a key for it, one for its person, and a reading in the index."""

    numbers = count(1)

    def __init__(self, *args, centre, **more):
        super().__init__(*args, **more)
        people = {"main": centre["worker"].person.pk, "second": centre["second"].person.pk}
        day = {"origin_on_0": TODAY.year - 2018, "origin_on_1": TODAY.month, "origin_on_2": TODAY.day}
        kinds = {"duty": "special_adjustment", "origin_kind": "special_adjustment_request"}
        self.form = kinds | day | people | {"name": "新 しい人", "need": "新しいことば"}

    def visit(self, number):
        page = self.get("/handoff/cases/new/")
        kana = "アタラシイ" + "アイウエオカキクケコ"[next(self.numbers) % 10]
        self.post("/handoff/cases/new/", page, **self.form, name_kana=kana)


class Talker(Visitor):
    """Writes messages into the thread of a hand-off, and reads them there."""

    def __init__(self, *args, handoff, **more):
        super().__init__(*args, **more)
        self.path = f"/handoff/{handoff.pk}/talk/"

    def visit(self, number):
        words = f"{self.name}の{number}番め"
        self.post(self.path, self.get(self.path), words=words, audience="inside")
        self.get(self.path, says=words)


@pytest.fixture
def own_store(settings, tmp_path, monkeypatch):
    """A store of the proof's own, for this process and those that it starts."""
    place = tmp_path / "tsunagu-case-keys-main-proof"
    place.mkdir(mode=0o700)
    monkeypatch.setenv("PRIVATE_KEY_STORE", str(place))
    settings.KEY_STORE = str(place)

    def wrapped_by(*names):
        settings.CASE_KEYS = case_keys(*names)
        monkeypatch.setenv("PRIVATE_CASE_KEYS", case_keys(*names))

    return wrapped_by


def rotate_by_command():
    """Wrap all keys anew as whoever keeps the keys does; returns what the command said."""
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": SETTINGS,
        "BENCH_DATABASE": connection.settings_dict["NAME"],
        "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'site'}",
    }
    command = [sys.executable, "manage.py", "rotate_case_keys"]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout.split()[1]


def every_value():
    """Open every sealed value of every table with our keys; returns how many, and what went wrong."""
    opened_values, failed = 0, Counter()
    with opened(CLOCK, now=NOW):
        for model in (each for each in apps.get_models() if issubclass(each, SealedModel)):
            columns = [field.name for field in model._meta.fields if isinstance(field, SealedField)]
            for row in model.objects.all():
                for column in (each for each in columns if getattr(row, each) is not None):
                    try:
                        row._unsealed(column)
                        opened_values += 1
                    except VaultError as error:
                        failed[type(error).__name__] += 1
    return opened_values, failed


def make_world():
    """Return a centre with its cases and the words of each, a hand-off, and some documents."""
    centre = staff_of_centre()
    cases = []
    for number in range(CASES):
        need = f"{number}番めの人の望みかなりあ"
        cases.append((make_case(centre, texts={"need": need}), need))
    handoff = make_draft(cases[0][0], make_agency(name="見本市"), centre)
    documents = [put_down(case.pk, centre["worker"]) for case, _ in cases[:DOCUMENTS]]
    return centre, cases, handoff, documents


def people_at(address, centre, cases, handoff, *, enough):
    """Return readers and writers of one server."""
    facts = {"enough": enough}
    readers = [
        Reader(address, centre["worker"], cases=cases[number::READERS], **facts) for number in range(READERS)
    ]
    writers = [Writer(address, centre["second"], centre=centre, **facts) for _ in range(WRITERS)]
    talkers = [Talker(address, centre["lead"], handoff=handoff, **facts) for _ in range(TALKERS)]
    return readers, writers, talkers


def wait_until(holds):
    deadline = time.monotonic() + LONGEST_SECONDS
    while not holds():
        assert time.monotonic() < deadline
        threading.Event().wait(0.1)


def at_work(people):
    return [each for kind in people for each in kind]


def done(people):
    """Return how often each kind of people did their thing."""
    return [sum(each.told for each in kind) for kind in people]


def rotate_under_load(own_store, centre, cases, handoff):
    """Rotate while people are at two doors; return those of each door, and how many keys were wrapped."""
    enough, first_enough, rewrapped = threading.Event(), threading.Event(), []
    # While the new key comes into use, one process still wraps by the old one and another by the new one.
    own_store("old", "new")
    with running_server(SETTINGS) as first:
        own_store("new", "old")
        with running_server(SETTINGS) as second:
            early = people_at(first, centre, cases, handoff, enough=first_enough)
            late = people_at(second, centre, cases, handoff, enough=enough)
            for each in at_work(early + late):
                each.start()
            rewrapped += [int(rotate_by_command()) for _ in range(ROTATIONS // 2)]
            first_enough.set()
            for each in at_work(early):
                each.join()
            # Now everybody wraps by the new key.
            rewrapped += [int(rotate_by_command()) for _ in range(ROTATIONS - ROTATIONS // 2)]
            wait_until(lambda: done(early)[0] + done(late)[0] >= LEAST_READ)
            enough.set()
            for each in at_work(late):
                each.join()
    return early, late, rewrapped


def test_keys_are_wrapped_anew_under_readers_and_writers_without_an_error(own_store):
    own_store("old")
    centre, cases, handoff, documents = make_world()
    before, failed = every_value()
    assert (failed, set(rotation.rotate().in_use)) == (Counter(), {"old"})
    # The detector can fail: whoever has the new key alone opens nothing before they are wrapped anew.
    own_store("new")
    assert every_value() == (0, Counter({WrappingKeyMissing.__name__: before}))

    early, late, rewrapped = rotate_under_load(own_store, centre, cases, handoff)
    counted = [one + other for one, other in zip(done(early), done(late), strict=True)]
    wrong = [word for each in at_work(early + late) for word in each.wrong]
    told = rotation.rotate()
    own_store("new")
    after, failed = every_value()
    print(
        f"\n{ROTATIONS} rotations wrapped {rewrapped} keys anew; meanwhile {counted[0]} cases read, "
        f"{counted[1]} opened, {counted[2]} messages: {len(wrong)} errors (load {load()})\n"
        f"{len(store.names())} keys, all by {dict(told.in_use)}; {before} values before, {after} after, "
        f"{sum(failed.values())} unreadable"
    )
    assert wrong == []
    assert counted[0] >= LEAST_READ
    assert counted[1] + counted[2] >= LEAST_WRITTEN
    assert (told.failed, told.rewrapped, set(told.in_use)) == ([], 0, {"new"})
    assert failed == Counter()
    assert after > before
    assert len(rows(Case.objects.all())) == CASES + counted[1]
    assert all(take(each, centre["worker"]).content for each in documents)
    # The old key is needed for nothing: a door that never had it answers every case.
    with running_server(SETTINGS) as third:
        reader = Reader(third, centre["worker"], cases=cases, enough=threading.Event())
        for number in range(CASES):
            reader.visit(number)
    assert rewrapped[0] > CASES
    assert rewrapped[-1] == 0
