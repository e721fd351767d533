"""Thirty-five days later: every copy of the database, with every key still held, tells nothing of her."""

import hashlib
import hmac
import os
import shutil
import subprocess
from uuid import UUID

import psycopg
import pytest
from django.conf import settings
from django.db import connection

from foundation.database import embedded
from foundation.japanese.text import fold
from handoff.vault import index, sealing, store
from handoff.vault.exceptions import SealBroken
from handoff.vault.sealing import Place
from tests.factories.cases import CANARIES, make_case
from tests.factories.retention import destroy, make_closed_case, make_ended_case, settle, wait_until_due

pytestmark = pytest.mark.django_db(transaction=True)
# Columns of sealed values in every table, as the catalogue tells.
SEALED = """
    SELECT table_name, column_name FROM information_schema.columns
    WHERE table_schema = 'public' AND data_type = 'bytea' AND table_name ~ '^(cases|machine|retention)_'
"""


def dump():
    """Return a bulk copy of the whole database, as bytes."""
    command = [embedded.binary("pg_dump"), "--inserts", "-h", str(settings.TEST_DATABASE_HOST)]
    command += ["-U", "postgres", connection.settings_dict["NAME"]]
    return subprocess.run(command, check=True, capture_output=True).stdout


def sealed_values():
    """Return every sealed value of the database with its place but for the key, as a thief reads it."""
    name = connection.settings_dict["NAME"]
    with psycopg.connect(host=settings.TEST_DATABASE_HOST, user="postgres", dbname=name) as server:
        found = []
        for table, column in server.execute(SEALED).fetchall():
            rows = server.execute(f'SELECT id, "{column}" FROM {table} WHERE "{column}" IS NOT NULL')
            found += [(table, column, row_id, bytes(value)) for row_id, value in rows]
    return found


def opened_by(keys, values):
    """Return all texts that any of these keys opens."""
    texts = set()
    for table, column, row_id, value in values:
        for key_id, key in keys.items():
            try:
                text = sealing.unseal(value, data_key=key, place=Place(table, column, row_id, key_id))
            except SealBroken:
                continue
            texts.add(str(text))
    return texts


def all_keys():
    return {UUID(name): store.data_key(UUID(name)) for name in store.names() if name != store.INDEX}


def fingerprint_of(reading):
    return hmac.new(store.index_key(), index.PURPOSE + fold(reading).encode(), hashlib.sha256).hexdigest()


def files_of(folder):
    return {str(place.relative_to(folder)) for place in folder.rglob("*")}


@pytest.fixture
def own_store(settings, tmp_path):
    """A store of the test's own, so that all its keys can be tried."""
    place = tmp_path / "store"
    place.mkdir(mode=0o700)
    settings.KEY_STORE = str(place)
    return place


def test_a_destroyed_case_is_unreadable_in_every_copy_that_is_left(
    centre, city, receivers, own_store, tmp_path
):
    settle(centre)
    case, _ = make_ended_case(centre, city, receivers)
    other = make_case(
        centre, identity=CANARIES | {"name_kana": "ベツノ ヒト"}, texts={"need": "別のかなりあ"}
    )
    wait_until_due()
    values, bulk = sealed_values(), dump()
    shutil.copytree(own_store, tmp_path / "kept for 35 days")
    before = all_keys()
    destroy(case, centre)
    after, kept = sealed_values(), all_keys()
    # The copies of before, with all keys that are held after 35 days: the other case alone opens.
    assert set(before) - set(kept) == {case.key, _person_key(case, before, kept)}
    told = opened_by(kept, values + after)
    assert "別のかなりあ" in told
    assert not any("通院" in text or "住まい" in text or "ひとりで" in text for text in told)
    # With what was destroyed it would all be readable: the copy does hold her, and the proof can fail.
    assert {"通院の付き添いかなりあ", "ひとりで暮らしたいかなりあ"} <= opened_by(before, values)
    for copy in (bulk, dump()):
        assert "かなりあ".encode() not in copy
        assert CANARIES["name_kana"].encode() not in copy
    assert other.key in kept


def test_with_every_key_still_held_nobody_can_confirm_her_name(centre, own_store):
    settle(centre)
    case = make_closed_case(centre)
    wait_until_due()
    bulk, mark = dump(), fingerprint_of(CANARIES["name_kana"])
    assert any(mark in place for place in files_of(own_store))
    destroy(case, centre)
    assert index.find(CANARIES["name_kana"]) == set()
    assert not any(mark in place or str(case.person_id) in place for place in files_of(own_store))
    for copy in (bulk, dump()):
        for trace in (mark, CANARIES["name"], CANARIES["name_kana"], fold(CANARIES["name_kana"])):
            assert trace.encode() not in copy
        assert bytes.fromhex(mark) not in copy
    assert not any(mark in os.fspath(place) for place in own_store.rglob("*"))


def _person_key(case, before, kept):
    (key,) = set(before) - set(kept) - {case.key}
    return key
