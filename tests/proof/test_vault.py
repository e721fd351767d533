"""Sealed data at full size: each byte of a thousand values, keys wrapped anew under load, killed runs."""

import os
import random
import subprocess
import sys
import threading
from pathlib import Path
from uuid import UUID

import pytest

from handoff.vault import rotation, store
from handoff.vault.exceptions import SealBroken
from handoff.vault.sealing import Place, seal, unseal
from tests.factories.vault import case_keys, key_store, make_key  # noqa: F401 -- a fixture
from tests.handoff.vault.reading import readers

pytestmark = pytest.mark.usefixtures("key_store")

ROOT = Path(__file__).resolve().parents[2]
ENVIRONMENT = os.environ | {"PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'site'}"}
VALUES, KEYS, READERS, KILLED = 1_000, 2_000, 4, 20
LETTERS = "あいうえおかきくけこ漢字仮名交じり文０１２３abc \n、。"


def value(draw):
    """Return text or data as cases hold it, up to some lines long."""
    text = "".join(draw.choices(LETTERS, k=draw.choice((0, 1, 10, 60, 200))))
    return draw.choice((text, [text], {"欄": text, "数": draw.randrange(100), "不明": None}))


def test_every_byte_of_a_thousand_values_is_guarded():
    draw, flips = random.Random(1), 0
    for number in range(VALUES):
        contents, key = value(draw), draw.randbytes(32)
        place = Place("handoff_case", "name", UUID(int=number), UUID(int=draw.getrandbits(128)))
        sealed = seal(contents, data_key=key, place=place)
        assert unseal(sealed, data_key=key, place=place) == contents
        for at in range(len(sealed)):
            changed = sealed[:at] + bytes([sealed[at] ^ draw.randrange(1, 256)]) + sealed[at + 1 :]
            with pytest.raises(SealBroken):
                unseal(changed, data_key=key, place=place)
            flips += 1
    print(f"{VALUES} values, {flips} changed bytes: all refused")
    assert flips > VALUES * 90


def test_no_value_opens_in_the_place_of_another():
    draw = random.Random(2)
    places = [
        Place(table, column, UUID(int=row), UUID(int=case))
        for table in ("handoff_case", "handoff_note")
        for column in ("name", "reading", "words")
        for row in range(1, 4)
        for case in range(1, 3)
    ]
    key, opened, refused = draw.randbytes(32), 0, 0
    sealed = {place: seal(value(draw), data_key=key, place=place) for place in places}
    for made_for, one in sealed.items():
        for place in places:
            try:
                unseal(one, data_key=key, place=place)
                assert place == made_for
                opened += 1
            except SealBroken:
                refused += 1
    print(f"{len(places)} values tried in {len(places)} places: {refused} refused")
    assert (opened, refused) == (len(places), len(places) * (len(places) - 1))


def test_two_thousand_keys_are_wrapped_anew_under_four_readers(settings):
    keys = [make_key() for _ in range(KEYS)]
    settings.CASE_KEYS = case_keys("new", "old")
    with readers(keys, threads=READERS) as told:
        rotated = rotation.rotate()
    print(f"{KEYS} keys wrapped anew, {READERS} readers, {told['reads']} reads: {len(told['wrong'])} wrong")
    assert (rotated.rewrapped, rotated.failed, rotated.in_use) == (KEYS, [], {"new": KEYS})
    assert told["wrong"] == []
    assert told["reads"] > KEYS
    settings.CASE_KEYS = case_keys("new")
    assert rotation.rotate().current == KEYS


def test_a_thousand_keys_destroyed_during_rotations_stay_destroyed(settings):
    keys = [make_key() for _ in range(1_000)]
    destroying = threading.Thread(target=lambda: [store.destroy(key_id) for key_id in reversed(keys)])
    destroying.start()
    rotations = 0
    while destroying.is_alive():
        names = ("new", "old") if rotations % 2 == 0 else ("old", "new")
        settings.CASE_KEYS = case_keys(*names)
        assert rotation.rotate().failed == []
        rotations += 1
    print(f"1000 keys destroyed during {rotations} rotations: {len(store.names())} left")
    assert store.names() == []


ROTATE_FOREVER = """
import django, sys
django.setup()
from django.conf import settings
from handoff.vault import rotation
settings.KEY_STORE = sys.argv[1]
pair = sys.argv[2:]
while True:
    settings.CASE_KEYS = ",".join(pair)
    print(rotation.rotate().rewrapped, flush=True)
    pair.reverse()
"""


def test_rotations_killed_at_any_moment_lose_no_key(settings, key_store):  # noqa: F811 -- the fixture
    settings.CASE_KEYS = case_keys("new", "old")
    keys = {key_id: store.data_key(key_id) for key_id in (make_key() for _ in range(200))}
    draw = random.Random(3)
    for _ in range(KILLED):
        command = [sys.executable, "-c", ROTATE_FOREVER, str(key_store), *settings.CASE_KEYS.split(",")]
        with subprocess.Popen(command, env=ENVIRONMENT, stdout=subprocess.PIPE, text=True) as rotating:
            rotating.stdout.readline()
            threading.Event().wait(draw.random() / 2)
            rotating.kill()
        assert {key_id: store.data_key(key_id) for key_id in keys} == keys
    rotated = rotation.rotate()
    print(
        f"{KILLED} rotations killed, {len(keys)} keys: all open, {rotated.rewrapped} were still to be wrapped"
    )
    assert (rotated.failed, rotated.in_use) == ([], {"new": len(keys)})
    assert list(key_store.rglob("*.new")) == []
    assert store.orphans(keys) == set()
