"""Whoever writes the whole chain anew, or goes back to an older copy, is found by what lies outside of it."""

import json
from datetime import timedelta
from io import StringIO
from pathlib import Path

import psycopg
import pytest
from django.conf import settings as conf
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection, transaction

from accounts.models import Person
from foundation.audit import chain, checkpoints
from foundation.audit.models import Entry
from tests.factories.events import NOW

pytestmark = pytest.mark.django_db(transaction=True)
SEED = "dGVzdC1vbmx5LWNoZWNrcG9pbnQta2V5LW5vLXZhbCE="


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.CHECKPOINT_KEY = SEED
    settings.CHECKPOINT_FOLDER = str(tmp_path / "checkpoints")
    return tmp_path / "checkpoints"


def write(count, *, first=0):
    for number in range(first, first + count):
        with transaction.atomic():
            chain.record("accounts.person_invited", actor=None, subject=Person(pk=number + 1), now=NOW)


def told():
    out = StringIO()
    call_command("verify_audit", stdout=out)
    return out.getvalue()


def owner():
    """Give the connection of the database's owner, who may do anything with the table."""
    return psycopg.connect(
        host=conf.TEST_DATABASE_HOST,
        user="postgres",
        dbname=connection.settings_dict["NAME"],
        autocommit=True,
    )


def rebuild(server, bodies):
    """Write the whole table anew with links that hold: what a careful forger does."""
    rows = server.execute(
        "SELECT body, at, verb, subject_type, subject_id, fields FROM audit_entry ORDER BY id"
    ).fetchall()
    known = {row[0]: row[1:] for row in rows}
    server.execute("TRUNCATE audit_entry")
    previous = chain.FIRST_HASH
    for place, body in enumerate(bodies, start=1):
        facts = json.loads(body)
        at, verb, kind, _, fields = known.get(body) or next(iter(known.values()))
        link = chain.link(previous, body)
        server.execute(
            "INSERT INTO audit_entry"
            " (id, at, verb, subject_type, subject_id, fields, body, previous_hash, hash)"
            " VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s)",
            [place, at, verb, kind, facts["subject_id"], json.dumps(fields), body, previous, link],
        )
        previous = link


def bodies_now():
    return list(Entry.objects.order_by("id").values_list("body", flat=True))


def edited(bodies):
    return [bodies[0].replace('"subject_id":1', '"subject_id":9'), *bodies[1:]]


def inserted(bodies):
    return [bodies[0], bodies[0], *bodies[1:]]


def reordered(bodies):
    return [bodies[1], bodies[0], *bodies[2:]]


@pytest.mark.parametrize(
    ("forge", "says"),
    [
        (edited, "作りなおされました"),
        (lambda bodies: bodies[:1] + bodies[2:], "作りなおされました|前の状態に戻されました"),
        (inserted, "作りなおされました"),
        (reordered, "作りなおされました"),
        (lambda bodies: bodies[:2], "前の状態に戻されました"),
        (lambda bodies: [], "前の状態に戻されました"),
    ],
)
def test_a_chain_that_was_forged_as_a_whole_is_found(forge, says):
    write(4)
    checkpoints.write_checkpoint(now=NOW)
    write(1, first=4)
    with owner() as server:
        rebuild(server, forge(bodies_now()))
    # By itself the forged chain is without fault: only what lies outside tells.
    assert chain.verify().broken_id is None
    with pytest.raises(CommandError, match=says):
        told()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_entry SET body = replace(body, 'invited', 'deleted')",
        "DELETE FROM audit_entry WHERE id = (SELECT min(id) + 1 FROM audit_entry)",
        "INSERT INTO audit_entry SELECT 99, max(at), 1, '', '', 1, NULL, '[]', '', '', '' FROM audit_entry",
        "UPDATE audit_entry SET id = -id",
        "TRUNCATE audit_entry",
        "DELETE FROM audit_entry WHERE id > (SELECT min(id) FROM audit_entry)",
    ],
    ids=["edit", "delete", "insert", "reorder", "truncate", "rollback"],
)
def test_whatever_the_owner_does_by_hand_is_found(statement):
    write(4)
    checkpoints.write_checkpoint(now=NOW)
    assert "控え 1 件と合っています" in told()
    with owner() as server:
        server.execute(statement)
    with pytest.raises(CommandError, match=r"記録|控え"):
        told()


def test_checkpoints_follow_each_other_over_months_and_the_command_says_so(own_folder):
    for number in range(3):
        write(2, first=2 * number)
        checkpoints.write_checkpoint(now=NOW + timedelta(days=31 * number))
    assert [each.entries for each in checkpoints.read_checkpoints()] == [2, 4, 6]
    assert len(list(own_folder.glob("checkpoints-*.txt"))) == 3
    assert "控え 3 件と合っています。" in told()


def test_before_the_first_one_the_command_says_that_there_is_none():
    write(1)
    assert told().endswith("控えは、まだありません。\n")


def test_an_empty_chain_has_a_checkpoint_as_well():
    assert checkpoints.write_checkpoint(now=NOW).entries == 0
    assert "0 件、異常はありません" in told()


@pytest.mark.parametrize(
    ("touch", "says"),
    [
        (lambda lines: [lines[0].replace('"entries": 1', '"entries": 0'), *lines[1:]], "署名が合いません"),
        (lambda lines: [lines[0], lines[2]], "行が消されました"),
        (lambda lines: [lines[1], lines[0], lines[2]], "行が消されました"),
        (lambda lines: [*lines, "{}"], "読めません"),
        (lambda lines: [*lines, lines[2]], "行が消されました"),
    ],
)
def test_a_touched_file_is_found(own_folder, touch, says):
    for number in range(3):
        write(1, first=number)
        checkpoints.write_checkpoint(now=NOW)
    (file,) = own_folder.glob("checkpoints-*.txt")
    file.write_text("\n".join(touch(file.read_text().splitlines())) + "\n")
    with pytest.raises(CommandError, match=says):
        told()


def test_another_key_signs_for_nobody(settings):
    write(1)
    checkpoints.write_checkpoint(now=NOW)
    settings.CHECKPOINT_KEY = SEED.replace("dGVz", "AAAA")
    with pytest.raises(CommandError, match="署名が合いません"):
        told()


@pytest.mark.parametrize("key", ["", "short"])
def test_without_a_usable_key_nothing_is_written(settings, key, own_folder):
    settings.CHECKPOINT_KEY = key
    with pytest.raises(ImproperlyConfigured, match="PRIVATE_CHECKPOINT"):
        checkpoints.write_checkpoint(now=NOW)
    assert not list(Path(own_folder).glob("checkpoints-*"))
