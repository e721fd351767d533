"""One sealed value: it opens in its own place, whole and unchanged, or it raises."""

import base64
import dataclasses
from uuid import UUID, uuid4

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from hypothesis import given
from hypothesis import strategies as st

from handoff.vault.binding import bound_to
from handoff.vault.exceptions import CannotSeal, SealBroken
from handoff.vault.sealing import AROUND_BYTES, BLOCK_BYTES, Place, Sealed, derived, seal, unseal

KEY, OTHER_KEY = bytes(range(32)), bytes(range(1, 33))
PLACE = Place("handoff_case", "name", UUID(int=1), UUID(int=2))
WORDS = [
    "",
    "はい",
    "いいえ",
    "みほん いちろう",
    "\x00",
    "\ud800",
    "é" * 63,
    "あ" * 500,
    ["罪名", None],
    {"区分": 3},
]


def opened(sealed, *, key=KEY, place=PLACE):
    return unseal(sealed, data_key=key, place=place)


def sealed_for(contents, place=PLACE):
    return seal(contents, data_key=KEY, place=place)


json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=10,
)


@given(st.text() | st.lists(json) | st.dictionaries(st.text(), json))
def test_whatever_was_sealed_comes_back(contents):
    assert opened(sealed_for(contents)) == contents


@pytest.mark.parametrize("contents", WORDS)
def test_a_changed_byte_anywhere_is_refused(contents):
    sealed = sealed_for(contents)
    for place in range(len(sealed)):
        changed = bytearray(sealed)
        for mask in (0x01, 0x80, 0xFF):
            changed[place] = sealed[place] ^ mask
            with pytest.raises(SealBroken):
                opened(Sealed(changed))


def test_what_is_cut_or_added_to_is_refused():
    sealed = sealed_for("みほん いちろう")
    for other in [sealed[:length] for length in range(len(sealed))] + [
        sealed + b"\0",
        b"\0" + sealed,
        sealed * 2,
    ]:
        with pytest.raises(SealBroken):
            opened(other)


@pytest.mark.parametrize(
    "change",
    [
        {"table": "handoff_note"},
        {"column": "reading"},
        {"row_id": UUID(int=3)},
        {"key_id": UUID(int=3)},
        {"row_id": UUID(int=2), "key_id": UUID(int=1)},
        {"table": "handoff_casename", "column": ""},
        {"table": "handoff_cas", "column": "ename"},
    ],
)
def test_it_opens_in_no_other_place(change):
    with pytest.raises(SealBroken):
        opened(sealed_for("ことば"), place=dataclasses.replace(PLACE, **change))


def test_another_key_opens_nothing():
    with pytest.raises(SealBroken):
        opened(sealed_for("ことば"), key=OTHER_KEY)


def test_the_same_words_look_different_each_time_and_short_ones_are_equally_long():
    assert sealed_for("はい") != sealed_for("はい")
    lengths = {len(sealed_for(words)) for words in ("", "はい", "いいえ", ["A"], "殺人", {"再犯": True})}
    assert lengths == {AROUND_BYTES + BLOCK_BYTES}


def test_nothing_of_the_words_shows():
    sealed = sealed_for("みほん いちろう")
    for shown in (bytes(sealed), repr(sealed).encode(), f"{sealed}".encode(), base64.b64encode(sealed)):
        assert "みほん".encode() not in shown
    assert repr(sealed) == str(sealed) == f"<sealed: {len(sealed)} bytes>"


@pytest.mark.parametrize(
    "contents",
    [None, 1, b"bytes", {1: "秘密"}, ["秘密", ("a", "b")], [float("nan")], ["秘密", uuid4()], {"秘密": {1}}],
)
def test_what_would_come_back_otherwise_is_not_sealed(contents):
    with pytest.raises(CannotSeal) as refused:
        sealed_for(contents)
    assert "秘密" not in f"{refused.value!r}"


def test_a_list_within_itself_is_not_sealed():
    endless = []
    endless.append(endless)
    with pytest.raises(CannotSeal):
        sealed_for(endless)


def test_values_and_files_have_keys_of_their_own():
    sealed = sealed_for("ことば")
    with pytest.raises(InvalidTag):
        AESGCM(KEY).decrypt(sealed[1:13], sealed[13:], PLACE.bound(sealed[:1]))
    AESGCM(derived(KEY, "field")).decrypt(sealed[1:13], sealed[13:], PLACE.bound(sealed[:1]))
    assert len({derived(KEY, "field"), derived(KEY, "file"), KEY}) == 3


def test_no_two_choices_of_parts_are_bound_alike():
    choices = [
        ("a", "b"),
        ("ab", ""),
        ("", "ab"),
        ("a", "b", ""),
        ("ab",),
        ("a\0b",),
        ("a", 98),
        (1, "a"),
        ("a", 1),
    ]
    assert len({bound_to("x", *parts) for parts in choices}) == len(choices)
    assert bound_to("xa", "b") != bound_to("x", "ab")
