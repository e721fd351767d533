"""Forty days after their cases were destroyed, old copies with every key still held tell of nobody."""

import hashlib
import hmac
import shutil
import subprocess
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from pathlib import Path
from uuid import UUID

import psycopg
import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone

from foundation.audit import chain
from foundation.database import embedded
from foundation.japanese.text import fold
from handoff.documents import keeping
from handoff.retention.services.destroying import confirm, propose
from handoff.vault import index, sealing, store, wrapping
from handoff.vault.exceptions import SealBroken
from handoff.vault.files import open_file
from handoff.vault.sealing import Place
from tests.benchmarks.server import load
from tests.factories.cases import acting
from tests.factories.lives import a_life, live, whole_centre
from tests.factories.retention import LATER, settle, wait_until_due

pytestmark = pytest.mark.django_db(transaction=True)

DESTROYED, KEPT = 50, 5
# For so many days copies of the store of keys are kept (`handoff/vault/README.md`); others live for years.
KEY_COPIES_DAYS, AGE_DAYS = 35, 40
DAY = timezone.localdate(LATER)
SEALED = """
    SELECT table_name, column_name FROM information_schema.columns
    WHERE table_schema = 'public' AND data_type = 'bytea' AND table_name !~ '^(procrastinate|django)_'
"""


@pytest.fixture
def places(settings, tmp_path):
    """Folders of the proof's own, so that every key and every file in them can be tried."""
    for name in ("store", "documents"):
        (tmp_path / name).mkdir(mode=0o700)
    settings.KEY_STORE = str(tmp_path / "store")
    settings.DOCUMENT_FOLDER = str(tmp_path / "documents")
    return tmp_path


def run(program, *arguments, **more):
    command = [embedded.binary(program), "-h", str(settings.TEST_DATABASE_HOST), "-U", "postgres", *arguments]
    return subprocess.run(command, check=True, capture_output=True, **more).stdout


@contextmanager
def restored(bulk):
    """Bring a copy of the database back into a database of its own; gives its name."""
    name = f"{connection.settings_dict['NAME']}_copy"
    run("createdb", "-T", "template0", name)
    try:
        run("psql", "-q", "-v", "ON_ERROR_STOP=1", "-d", name, input=bulk)
        yield name
    finally:
        run("dropdb", name)


def sealed_values(database):
    """Return every sealed value of a database with its place but for the key, as a thief reads it."""
    found = []
    with psycopg.connect(host=settings.TEST_DATABASE_HOST, user="postgres", dbname=database) as server:
        for table, column in server.execute(SEALED).fetchall():
            rows = server.execute(f'SELECT id, "{column}" FROM {table} WHERE "{column}" IS NOT NULL')
            found += [(table, column, row_id, bytes(value)) for row_id, value in rows if type(row_id) is UUID]
    return found


def keys_of(folders):
    """Return every key that any of these copies of the store holds, opened by our wrapping keys."""
    keys = {}
    for folder in folders:
        for name in store.names(folder):
            keys[name] = wrapping.unwrap(name, store.read_file(name, folder))
    return keys


def texts_opened(keys, values):
    """Return all texts that any of these keys opens, each key tried on each value."""
    derived = [(UUID(name), key) for name, key in keys.items() if name != store.INDEX]
    texts = set()
    for table, column, row_id, value in values:
        for key_id, key in derived:
            try:
                texts.add(
                    str(sealing.unseal(value, data_key=key, place=Place(table, column, row_id, key_id)))
                )
            except SealBroken:
                continue
            break
    return "\n".join(sorted(texts))


def files_opened(keys, folder, monkeypatch):
    """Return which sealed files of a copy any of these keys opens, by the numbers of their documents."""
    found = set()
    for name, key in keys.items():
        if name == store.INDEX:
            continue
        # The thief hands the key over by themselves: it is in no store that the door knows.
        monkeypatch.setattr(store, "data_key", lambda _, key=key: key)
        for path in sorted(folder.iterdir()):
            document_id = UUID(path.name.removesuffix(keeping.SUFFIX))
            if document_id in found:
                continue
            try:
                facts = {"document_id": document_id, "key_id": UUID(name), "version": keeping.VERSION}
                open_file(path, **facts).close()
                found.add(document_id)
            except SealBroken:
                continue
    monkeypatch.undo()
    return found


def confirmed(lives, keys, folders):
    """Return whose names the copies confirm to somebody who knows them, with the index's key in hand."""
    entries = {path.name for folder in folders for path in (folder / index.NAME).rglob("*.*")}
    marks = {}
    for life in lives:
        reading = index.PURPOSE + fold(life.kana).encode()
        marks[life.number] = hmac.new(keys[store.INDEX], reading, hashlib.sha256).hexdigest()
    return {
        life.number
        for life in lives
        if any(name.startswith(marks[life.number]) or name.endswith(str(life.person_id)) for name in entries)
    }


def left_after(copies, *, age):
    """Return the copies of the store that are kept so many days after the destruction."""
    return [
        place for day, place in copies.items() if (DAY + timedelta(days=age) - day).days <= KEY_COPIES_DAYS
    ]


def copy_each_day(copies, source, folder, *, first, last):
    for number in range(first, last + 1):
        day = DAY + timedelta(days=number)
        copies[day] = Path(shutil.copytree(source, folder / f"{day}", dirs_exist_ok=False))


def words_of(lives):
    """Return everything that must not be told of these people."""
    return [word for life in lives for word in (life.name, life.kana, life.contact, *life.words.values())]


def test_old_copies_tell_nothing_of_fifty_people_and_confirm_no_name(places, monkeypatch, capsys):
    world = whole_centre()
    lives = [a_life(number) for number in range(DESTROYED + KEPT)]
    settle(world.centre)
    live(world, lives)
    wait_until_due()
    gone, others = lives[:DESTROYED], lives[DESTROYED:]
    bulk, copies = run("pg_dump", connection.settings_dict["NAME"]), {}
    documents = Path(shutil.copytree(places / "documents", places / "documents of that day"))
    copy_each_day(copies, places / "store", places / "copies", first=-KEY_COPIES_DAYS, last=0)
    destroy_all(world, gone)
    copy_each_day(copies, places / "store", places / "copies", first=1, last=AGE_DAYS)
    with restored(bulk) as database:
        values = sealed_values(database)
    look = partial(look_into, values=values, documents=documents, lives=lives, monkeypatch=monkeypatch)
    held = [places / "store", *left_after(copies, age=AGE_DAYS)]
    now = look(held)
    # As long as one copy of their keys is left it is all there: the same look finds it, so it can fail.
    early = look([places / "store", *left_after(copies, age=KEY_COPIES_DAYS)])
    with capsys.disabled():
        print(f"\n{DESTROYED} people destroyed, {KEPT} kept; {len(values)} sealed values, load {load()}")
        for days, found in ((AGE_DAYS, now), (KEY_COPIES_DAYS, early)):
            print(f"after {days} days: of the destroyed {found.of(gone)}, of the others {found.of(others)}")
    assert now.of(gone) == {"words": 0, "files": 0, "names": 0}
    assert now.of(others) == everything_of(others)
    assert early.of(gone) == everything_of(gone)
    assert not any(str(key) in now.keys for life in gone for key in (life.case.key, life.person_key))
    nowhere_in_the_clear(gone, [bulk, run("pg_dump", connection.settings_dict["NAME"])], [documents, *held])
    assert chain.verify().broken_id is None


@dataclass(frozen=True)
class Found:
    """What somebody finds with all copies and keys: texts, files by document, people by their names."""

    keys: dict
    told: str
    files: set
    names: set

    def of(self, lives):
        """Return how much of it is about these people."""
        return {
            "words": sum(word in self.told for word in words_of(lives)),
            "files": sum(life.document.pk in self.files for life in lives),
            "names": sum(life.number in self.names for life in lives),
        }


def everything_of(lives):
    return {"words": len(words_of(lives)), "files": len(lives), "names": len(lives)}


def look_into(folders, *, values, documents, lives, monkeypatch):
    keys = keys_of(folders)
    return Found(
        keys=keys,
        told=texts_opened(keys, values),
        files=files_opened(keys, documents, monkeypatch),
        names=confirmed(lives, keys, folders),
    )


def destroy_all(world, lives):
    """Propose all by one person, confirm each by another."""
    records = [life.case.pk for life in lives]
    for each in propose(records=records, actor=acting(world.lead, now=LATER), now=LATER):
        done = confirm(destruction_id=each.pk, actor=acting(world.officer, now=LATER), now=LATER)
        assert done.destroyed_at is not None


def nowhere_in_the_clear(lives, dumps, folders):
    """Look for every word as bytes: in copies of the database, old and new, in files and their names."""
    known = [word.encode() for word in words_of(lives)]
    for bulk in dumps:
        assert [word for word in known if word in bulk] == []
    for folder in folders:
        for path in folder.rglob("*"):
            content = path.read_bytes() if path.is_file() else b""
            assert [word for word in known if word in content or word in path.name.encode()] == []
