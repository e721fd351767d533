"""Names are found by their reading, and stand nowhere."""

import stat
from uuid import uuid4

import pytest

from handoff.vault import index, store
from handoff.vault.exceptions import ReadingIsEmpty, StoreUnavailable
from tests.factories.vault import new_store

pytestmark = pytest.mark.usefixtures("key_store")


@pytest.mark.parametrize(
    ("written", "asked"),
    [
        ("みほん いちろう", "ミホン　イチロウ"),
        ("ミホン イチロウ", "みほんいちろう"),
        ("ﾐﾎﾝ ｲﾁﾛｳ", "みほん　いちろう"),
        ("ホセ・マリア", "ホセ マリア"),
        ("ジョー", "じょー"),
        ("Maria", "ＭＡＲＩＡ"),
    ],
)
def test_a_reading_is_found_however_it_is_written(written, asked):
    subject = uuid4()
    index.put(written, subject)
    assert index.find(asked) == {subject}


@pytest.mark.parametrize("asked", ["みほん", "みほん いちろ", "みほん じろう", "", " ", "・"])
def test_another_reading_finds_nobody(asked):
    index.put("みほん いちろう", uuid4())
    assert index.find(asked) == set()


def test_several_have_one_reading_and_one_has_several():
    first, second = uuid4(), uuid4()
    for subject in (first, second, second):
        index.put("みほん いちろう", subject)
    index.put("やまだ いちろう", second)
    assert index.find("みほん いちろう") == {first, second}
    index.drop(second)
    assert index.find("みほん いちろう") == {first}
    assert index.find("やまだ いちろう") == set()
    index.drop(second)


@pytest.mark.parametrize("reading", ["", "　", "・"])
def test_an_empty_reading_is_refused(reading):
    with pytest.raises(ReadingIsEmpty):
        index.put(reading, uuid4())


def test_after_a_correction_the_new_reading_alone_leads_to_somebody(key_store):
    one, other = uuid4(), uuid4()
    for reading, subject in (("ミホン", one), ("サンプル", one), ("ミホン", other)):
        index.put(reading, subject)
    index.keep_only("サンプル", one)
    assert (index.find("ミホン"), index.find("サンプル")) == ({other}, {one})


def test_no_file_of_the_store_holds_the_reading_and_each_is_ours_alone(key_store):
    index.put("みほん いちろう", uuid4())
    index.put("ミホン", uuid4())
    files = [path for path in key_store.rglob("*") if path.is_file()]
    held = b" ".join(str(path).encode() + path.read_bytes() for path in files)
    assert [word for word in ("みほん", "ミホン", "ミホンイチロウ") if word.encode() in held] == []
    assert {stat.S_IMODE(path.stat().st_mode) for path in files} == {0o600}


def test_all_wrapping_keys_without_this_store_confirm_no_name(settings, key_store, tmp_path):
    index.put("みほん いちろう", uuid4())
    settings.KEY_STORE = str(new_store(tmp_path / "other"))
    index.put("みほん いちろう", uuid4())
    fingerprints = [
        {path.name.partition(".")[0] for path in (place / "index").glob("*/*")}
        for place in (key_store, tmp_path / "other")
    ]
    assert [len(each) for each in fingerprints] == [1, 1]
    assert fingerprints[0] != fingerprints[1]


def test_without_a_store_nobody_is_said_to_be_unknown(settings):
    settings.KEY_STORE = ""
    for ask in (
        lambda: index.find("みほん"),
        lambda: index.drop(uuid4()),
        lambda: index.put("みほん", uuid4()),
    ):
        with pytest.raises(StoreUnavailable):
            ask()


def test_the_key_is_made_at_the_first_use_and_once():
    assert store.names() == []
    assert index.find("みほん") == set()
    assert store.names() == ["index"]
    assert store.index_key() == store.index_key()
