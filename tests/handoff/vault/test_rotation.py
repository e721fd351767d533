"""Wrapping all keys anew while they are read, and bringing them back from paper."""

import io
import shutil
import threading
from collections import Counter
from uuid import uuid4

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from django.core.management import CommandError, call_command

from foundation.paper_keys import for_paper
from handoff.vault import index, rotation, store, wrapping
from handoff.vault.exceptions import (
    KeysUnusable,
    NotARecoveryKey,
    StoreUnavailable,
    WrappingKeyMissing,
)
from tests.factories.vault import RECOVERY, case_keys, flipped, make_key, new_store, public_half
from tests.handoff.vault.reading import readers

pytestmark = pytest.mark.usefixtures("key_store")
OTHER_RECOVERY = X25519PrivateKey.from_private_bytes(b"another-recovery-key-of-no-value")


@pytest.fixture
def keys():
    """Twenty keys and what they are."""
    store.index_key()
    return {key_id: store.data_key(key_id) for key_id in (make_key() for _ in range(20))}


def opened(keys):
    return {key_id: store.data_key(key_id) for key_id in keys}


def test_every_key_is_wrapped_anew_and_is_the_same(settings, keys):
    settings.CASE_KEYS = case_keys("new", "old")
    told = rotation.rotate()
    assert (told.rewrapped, told.current, told.failed, told.in_use) == (21, 0, [], Counter(new=21))
    settings.CASE_KEYS = case_keys("new")
    assert opened(keys) == keys
    settings.CASE_KEYS = case_keys("old")
    with pytest.raises(WrappingKeyMissing):
        opened(keys)


def test_a_second_run_finds_nothing_to_do(settings, key_store, keys):
    settings.CASE_KEYS = case_keys("new", "old")
    rotation.rotate()
    before = {path: path.stat().st_ino for path in key_store.rglob("*.key")}
    told = rotation.rotate()
    assert (told.rewrapped, told.current) == (0, 21)
    assert {path: path.stat().st_ino for path in key_store.rglob("*.key")} == before


def test_a_run_that_was_killed_is_taken_up(settings, key_store, keys):
    settings.CASE_KEYS = case_keys("new", "old")
    some = list(keys)[:7]
    for key_id in some:
        store.rewrap(str(key_id))
    left = key_store / "keys" / str(some[0])[-2:] / f".{some[0]}.0123.new"
    left.write_bytes(b"half a fi")
    told = rotation.rotate()
    assert (told.rewrapped, told.current, left.exists()) == (14, 7, False)
    assert opened(keys) == keys


def test_readers_never_fail_meanwhile(settings, keys):
    settings.CASE_KEYS = case_keys("new", "old")
    with readers(list(keys), threads=1) as told:
        for names in (("new", "old"), ("old", "new")) * 3:
            settings.CASE_KEYS = case_keys(*names)
            assert rotation.rotate().rewrapped == 21
    assert told["wrong"] == []
    assert told["reads"] > 1


def test_what_is_destroyed_meanwhile_stays_destroyed(settings, keys):
    settings.CASE_KEYS = case_keys("new", "old")
    destroying = threading.Thread(target=lambda: [store.destroy(key_id) for key_id in reversed(keys)])
    destroying.start()
    told = rotation.rotate()
    destroying.join()
    assert (told.failed, store.names()) == ([], ["index"])


def test_a_damaged_key_is_named_left_alone_and_stops_nothing(settings, key_store, keys):
    damaged = next(iter(keys))
    file = key_store / "keys" / str(damaged)[-2:] / f"{damaged}.key"
    file.write_bytes(b"damaged")
    settings.CASE_KEYS = case_keys("new", "old")
    told = rotation.rotate()
    assert (told.rewrapped, told.failed, file.read_bytes()) == (20, [str(damaged)], b"damaged")


def test_a_new_recovery_key_seals_every_key_anew(settings, keys):
    settings.RECOVERY_KEY = public_half(OTHER_RECOVERY)
    assert rotation.rotate().rewrapped == 21
    name = str(next(iter(keys)))
    assert wrapping.recover(name, store.read_file(name), OTHER_RECOVERY) == keys[next(iter(keys))]
    with pytest.raises(NotARecoveryKey):
        wrapping.recover(name, store.read_file(name), RECOVERY)


@pytest.mark.parametrize(("name", "raised"), [("CASE_KEYS", KeysUnusable), ("KEY_STORE", StoreUnavailable)])
def test_without_keys_or_a_store_nothing_is_wrapped(settings, name, raised):
    setattr(settings, name, "")
    with pytest.raises(raised):
        rotation.rotate()


# Recovery


def lost(settings):
    """All wrapping keys are lost; the door is given a new one."""
    settings.CASE_KEYS = case_keys("after")


def test_the_paper_brings_every_key_back_in_place(settings, key_store, keys):
    lost(settings)
    told = rotation.recover(RECOVERY, key_store)
    assert (told.recovered, told.usable, told.failed) == (21, 0, [])
    assert opened(keys) == keys
    again = rotation.recover(RECOVERY, key_store)
    assert (again.recovered, again.usable) == (0, 21)


def test_a_store_is_rebuilt_from_a_copy_with_its_index(settings, key_store, tmp_path, keys):
    subject = uuid4()
    index.put("みほん いちろう", subject)
    shutil.copytree(key_store, tmp_path / "copy")
    shutil.rmtree(key_store)
    new_store(key_store)
    lost(settings)
    told = rotation.recover(RECOVERY, tmp_path / "copy")
    assert (told.recovered, told.readings, told.failed) == (21, 1, [])
    assert opened(keys) == keys
    assert index.find("みほん いちろう") == {subject}


def test_a_key_that_opens_is_not_touched(settings, key_store, keys):
    kept, *rest = keys
    settings.CASE_KEYS = case_keys("new", "old")
    store.rewrap(str(kept))
    before = store.read_file(str(kept))
    settings.CASE_KEYS = case_keys("new")
    assert rotation.recover(RECOVERY, key_store).recovered == len(rest) + 1
    assert store.read_file(str(kept)) == before
    assert opened(keys) == keys


def test_another_paper_opens_nothing_and_changes_nothing(settings, key_store, keys):
    lost(settings)
    before = {path: path.read_bytes() for path in key_store.rglob("*.key")}
    with pytest.raises(NotARecoveryKey):
        rotation.recover(OTHER_RECOVERY, key_store)
    assert {path: path.read_bytes() for path in key_store.rglob("*.key")} == before


def test_a_changed_half_for_recovery_is_named(settings, key_store, keys):
    lost(settings)
    name = str(next(iter(keys)))
    wrapped = store.read_file(name)
    for place in range(len(wrapped.sealed)):
        changed = wrapping.Wrapped(
            wrapped.kek, wrapped.wrapped, wrapped.recovery, flipped(wrapped.sealed, place)
        )
        (key_store / "keys" / name[-2:] / f"{name}.key").write_bytes(changed.to_bytes())
        if place in (0, 40, len(wrapped.sealed) - 1):
            assert rotation.recover(RECOVERY, key_store).failed == [name]


def test_the_half_for_recovery_of_another_key_does_not_open(settings, key_store, keys):
    lost(settings)
    one, other = (str(key_id) for key_id in list(keys)[:2])
    file = key_store / "keys" / one[-2:] / f"{one}.key"
    file.write_bytes(store.read_file(other).to_bytes())
    assert rotation.recover(RECOVERY, key_store).failed == [one]


# Commands


def said(name, *arguments):
    words = io.StringIO()
    call_command(name, *arguments, stdout=words)
    return words.getvalue()


def type_paper(monkeypatch, words):
    monkeypatch.setattr("sys.stdin", io.StringIO(words))


def test_the_command_says_what_it_wrapped_and_what_may_go(settings, keys):
    settings.CASE_KEYS = case_keys("new", "old")
    assert said("rotate_case_keys").splitlines() == [
        "包み直した鍵: 21",
        "もう新しかった鍵: 0",
        "「old」で包んだ鍵は、もうありません。控えが古くなる35日後に外せます。",
    ]
    assert said("rotate_case_keys").splitlines()[:2] == ["包み直した鍵: 0", "もう新しかった鍵: 21"]


def test_the_command_fails_when_a_key_did_not_open(settings, keys):
    settings.CASE_KEYS = case_keys("new")
    with pytest.raises(CommandError, match="開けなかった鍵: 21（そのままです。前の鍵を外さないでください）"):
        said("rotate_case_keys")
    settings.CASE_KEYS = ""
    with pytest.raises(CommandError, match=r"鍵の設定.*（PRIVATE_CASE_KEYS is not set）"):
        said("rotate_case_keys")


def test_a_recovery_key_is_shown_once_and_works(settings, monkeypatch, key_store):
    shown = said("make_recovery_key")
    assert shown.splitlines()[0] == "新しい回復の鍵です。いま一度だけ出ます。どこにも保存していません。"
    public = next(line for line in shown.splitlines() if line.startswith("PRIVATE_RECOVERY_KEY="))
    settings.RECOVERY_KEY = public.removeprefix("PRIVATE_RECOVERY_KEY=")
    key_id = make_key()
    key = store.data_key(key_id)
    lost(settings)
    lines = shown.splitlines()
    place = lines.index("■ 秘密の半分（紙に書き写す。この画面の写真やファイルは残さない）")
    type_paper(monkeypatch, "\n".join(lines[place + 2 : place + 4]).lower())
    assert said("recover_keys").splitlines()[:2] == ["回復した鍵: 1", "もう開ける鍵: 0"]
    assert store.data_key(key_id) == key
    assert said("make_recovery_key") != shown


@pytest.mark.parametrize(
    "typed", ["", "AAAA", "カギ", for_paper(OTHER_RECOVERY.private_bytes_raw()), for_paper(bytes(16))]
)
def test_another_paper_or_a_slip_is_told_without_repeating_it(settings, monkeypatch, keys, typed):
    lost(settings)
    type_paper(monkeypatch, typed)
    with pytest.raises(CommandError, match="この回復の鍵では開けません") as refused:
        said("recover_keys")
    assert not typed or typed.split()[0] not in str(refused.value)


def test_the_command_names_what_it_could_not_bring_back(settings, monkeypatch, key_store, keys):
    lost(settings)
    name = str(next(iter(keys)))
    (key_store / "keys" / name[-2:] / f"{name}.key").write_bytes(b"damaged")
    type_paper(monkeypatch, for_paper(RECOVERY.private_bytes_raw()))
    with pytest.raises(CommandError, match=f"回復できなかった鍵: 1\n{name}"):
        said("recover_keys")


def test_a_copy_is_named_at_the_command(settings, monkeypatch, key_store, tmp_path, keys):
    shutil.move(key_store, tmp_path / "copy")
    new_store(key_store)
    lost(settings)
    type_paper(monkeypatch, for_paper(RECOVERY.private_bytes_raw()))
    assert "回復した鍵: 21" in said("recover_keys", "--source", str(tmp_path / "copy"))
    assert opened(keys) == keys
