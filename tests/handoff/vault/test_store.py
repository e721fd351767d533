"""Data keys: on the disk before they are used, opened by their own name only, gone when destroyed."""

import stat
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from handoff.vault import opened, opened_keys, store
from handoff.vault.exceptions import (
    KeyExists,
    KeyMissing,
    KeysUnusable,
    SealBroken,
    StoreUnavailable,
    VaultError,
    WrappingKeyMissing,
)
from tests.factories.vault import case_keys, flipped, make_key, names_in

pytestmark = pytest.mark.usefixtures("key_store")


def file_of(key_store, key_id):
    return key_store / "keys" / str(key_id)[-2:] / f"{key_id}.key"


def test_a_key_is_one_small_file_that_nobody_else_reads_and_that_does_not_hold_it(key_store):
    key_id = make_key()
    file = file_of(key_store, key_id)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    key = store.data_key(key_id)
    assert len(key) == 32
    assert key not in file.read_bytes()
    assert file.stat().st_size < 600
    assert names_in(file.parent) == [file.name]


def test_each_key_is_another_and_the_same_whenever_it_is_read():
    first, second = make_key(), make_key()
    assert store.data_key(first) == store.data_key(first) != store.data_key(second)


def test_a_key_that_is_there_is_never_overwritten():
    key_id = make_key()
    key = store.data_key(key_id)
    with pytest.raises(KeyExists):
        store.create(key_id)
    assert store.data_key(key_id) == key


def test_a_key_that_was_never_made_is_missing():
    with pytest.raises(KeyMissing):
        store.data_key(uuid4())


def test_a_destroyed_key_is_gone_at_once_with_what_a_killed_writer_left(key_store):
    key_id, other = make_key(), make_key()
    file = file_of(key_store, key_id)
    file.with_name(f".{key_id}.0123.new").write_bytes(file.read_bytes())
    with opened_keys():
        store.data_key(key_id)
        store.destroy(key_id)
        with pytest.raises(KeyMissing):
            store.data_key(key_id)
    assert [path for path in key_store.rglob("*") if str(key_id) in path.name] == []
    store.destroy(key_id)
    assert len(store.data_key(other)) == 32


def test_a_key_made_anew_under_a_destroyed_name_is_another():
    key_id = make_key()
    before = store.data_key(key_id)
    store.destroy(key_id)
    store.create(key_id)
    assert store.data_key(key_id) != before


def test_the_file_of_another_key_does_not_open(key_store):
    mine, other = make_key(), make_key()
    file_of(key_store, mine).write_bytes(file_of(key_store, other).read_bytes())
    with pytest.raises(SealBroken):
        store.data_key(mine)


def test_a_changed_byte_anywhere_never_gives_another_key(key_store):
    key_id = make_key()
    file, key = file_of(key_store, key_id), store.data_key(key_id)
    whole, refused = file.read_bytes(), 0
    for place in range(len(whole)):
        file.write_bytes(flipped(whole, place))
        try:
            # The half for recovery is not looked at here.
            assert store.data_key(key_id) == key
        except (SealBroken, WrappingKeyMissing):
            refused += 1
    assert refused > 100


@pytest.mark.parametrize(
    "content", [b"", b"{}", b"[]", b"null", b"\xff\xfe", b'{"format": 2}', b'{"format":1}']
)
def test_a_damaged_file_does_not_open(key_store, content):
    key_id = make_key()
    file_of(key_store, key_id).write_bytes(content)
    with pytest.raises(SealBroken):
        store.data_key(key_id)


def test_another_wrapping_key_of_the_same_name_does_not_open_it(settings):
    key_id = make_key()
    settings.CASE_KEYS = case_keys("other").replace("other:", "old:")
    with pytest.raises(SealBroken):
        store.data_key(key_id)


def test_a_wrapping_key_that_was_taken_away_is_named(settings):
    key_id = make_key()
    settings.CASE_KEYS = case_keys("new")
    with pytest.raises(WrappingKeyMissing, match="'old'"):
        store.data_key(key_id)


def test_a_key_wrapped_by_any_key_of_this_process_opens(settings):
    settings.CASE_KEYS = case_keys("new", "old")
    first = make_key()
    settings.CASE_KEYS = case_keys("old", "new")
    second = make_key()
    assert [store.read_file(str(key_id)).kek for key_id in (first, second)] == ["new", "old"]
    assert len({store.data_key(first), store.data_key(second)}) == 2


UNUSABLE = [
    "",
    " , ",
    "no-name",
    ":AAAA",
    "old:AAAA",
    "old:not base64 at all",
    "a b:" + "A" * 43 + "=",
    case_keys("old", "old"),
    case_keys("old") + "," + case_keys("old").replace("old:", "new:"),
]


@pytest.mark.parametrize("given", UNUSABLE)
def test_unusable_wrapping_keys_are_refused_without_their_words(settings, given):
    settings.CASE_KEYS = given
    with pytest.raises(KeysUnusable, match=r"^PRIVATE_CASE_KEYS ") as refused:
        store.create(uuid4())
    assert [
        part for part in given.replace(",", ":").split(":") if len(part) > 6 and part in str(refused)
    ] == []
    assert store.names() == []


@pytest.mark.parametrize("given", ["", "AAAA", "not base64 at all", "A" * 43 + "="])
def test_an_unusable_recovery_key_is_refused(settings, given):
    settings.RECOVERY_KEY = given
    with pytest.raises(KeysUnusable, match=r"^PRIVATE_RECOVERY_KEY "):
        store.create(uuid4())
    assert store.names() == []


VERBS = {
    "create": lambda: store.create(uuid4()),
    "data_key": lambda: store.data_key(uuid4()),
    "index_key": store.index_key,
    "destroy": lambda: store.destroy(uuid4()),
    "rewrap": lambda: store.rewrap(str(uuid4())),
    "names": store.names,
    "orphans": lambda: store.orphans([]),
    "sweep": store.sweep_unfinished,
}


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("place", ["", "nowhere", "a-file"])
def test_without_a_store_everything_says_so(settings, tmp_path, verb, place):
    (tmp_path / "a-file").touch()
    settings.KEY_STORE = place and str(tmp_path / place)
    with pytest.raises(StoreUnavailable, match=r"PRIVATE_KEY_STORE|cannot be used"):
        VERBS[verb]()


def test_a_disk_that_refuses_leaves_nothing_half_written(key_store):
    key_id = uuid4()
    (key_store / "keys").write_text("a file where a folder belongs")
    with pytest.raises(StoreUnavailable, match="cannot be used"):
        store.create(key_id)
    (key_store / "keys").unlink()
    store.create(key_id)
    assert store.names() == [str(key_id)]


def test_keys_without_a_row_are_found_but_not_the_young_ones():
    known, lost = make_key(), make_key()
    store.index_key()
    assert store.orphans({known}) == {lost}
    now = datetime.now(UTC)
    assert store.orphans({known}, made_before=now - timedelta(hours=1)) == set()
    assert store.orphans({known}, made_before=now + timedelta(hours=1)) == {lost}
    assert all(isinstance(key_id, UUID) for key_id in store.orphans([]))


def test_no_exception_of_ours_tells_a_secret(settings, key_store):
    key_id = make_key()
    secrets = [store.data_key(key_id).hex(), str(store.data_key(key_id)), *case_keys("old").split(":")[1:]]
    file_of(key_store, key_id).write_bytes(b"{}")
    told = []
    for given in (*UNUSABLE, case_keys("new"), case_keys("old")):
        settings.CASE_KEYS = given
        with pytest.raises(VaultError) as refused:
            store.data_key(key_id)
        told.append(f"{refused.value!r} {refused.value.__cause__!r} {refused.value.__context__!r}")
    assert [word for word in secrets if word in " ".join(told)] == []


# Keys in memory


def test_a_key_is_kept_in_memory_until_the_block_ends(key_store):
    key_id = make_key()
    with opened_keys():
        key = store.data_key(key_id)
        file_of(key_store, key_id).unlink()
        with opened_keys():
            assert store.data_key(key_id) == key
        assert store.data_key(key_id) == key
        kept = opened._opened.get()
        assert kept != {}
    assert (kept, opened._opened.get()) == ({}, None)
    with pytest.raises(KeyMissing):
        store.data_key(key_id)


def test_nothing_is_kept_without_a_block_or_after_one_that_failed(key_store):
    key_id = make_key()
    with suppress(KeyMissing), opened_keys():
        store.data_key(key_id)
        store.data_key(uuid4())
    store.data_key(key_id)
    file_of(key_store, key_id).unlink()
    with pytest.raises(KeyMissing):
        store.data_key(key_id)
