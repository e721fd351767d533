"""Sealed files: given out whole and unchanged in their own place, or not at all."""

import io
import os
import stat
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from handoff.vault import files, store
from handoff.vault.exceptions import FileExists, FileMissing, KeyMissing, SealBroken, StoreUnavailable
from tests.factories.vault import flipped, make_key, names_in

pytestmark = pytest.mark.usefixtures("key_store")
DOCUMENT, OTHER = UUID(int=1), UUID(int=2)
# More than two pieces of 16 KiB, in which it is sealed.
CONTENT = b"%PDF-" + bytes(range(256)) * 160


@pytest.fixture
def key_id():
    return make_key()


def sealed_at(path, key_id, content=CONTENT, *, document_id=DOCUMENT, version=1):
    size = files.seal_file(io.BytesIO(content), path, document_id=document_id, key_id=key_id, version=version)
    assert size == len(content)
    return path


def opened(path, key_id, *, document_id=DOCUMENT, version=1):
    with files.open_file(path, document_id=document_id, key_id=key_id, version=version) as plain:
        assert plain.tell() == 0
        return plain.read()


@pytest.mark.parametrize("size", [0, 1, 16 * 1024, 1024 * 1024, 1024 * 1024 + 1])
def test_a_file_comes_back_byte_for_byte(tmp_path, key_id, size):
    content = os.urandom(size)
    path = sealed_at(tmp_path / "a", key_id, content)
    assert opened(path, key_id) == content
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert names_in(tmp_path) == ["a", "store"]


def test_nothing_of_it_shows(tmp_path, key_id):
    assert CONTENT[:20] not in sealed_at(tmp_path / "a", key_id).read_bytes()


def test_the_opened_file_has_no_name_on_any_disk(tmp_path, key_id):
    path = sealed_at(tmp_path / "a", key_id)
    with files.open_file(path, document_id=DOCUMENT, key_id=key_id, version=1) as plain:
        assert str(Path(f"/proc/self/fd/{plain.fileno()}").readlink()) == "/memfd:opened (deleted)"


def test_a_changed_byte_anywhere_is_refused(tmp_path, key_id):
    path = sealed_at(tmp_path / "a", key_id, b"ab" * 50)
    whole = path.read_bytes()
    for place in range(len(whole)):
        path.write_bytes(flipped(whole, place))
        with pytest.raises(SealBroken):
            opened(path, key_id)


@pytest.mark.parametrize(
    "change", ["cut", "cut at a piece", "nothing left", "added", "pieces swapped", "piece gone"]
)
def test_a_changed_file_is_refused(tmp_path, key_id, change):
    path = sealed_at(tmp_path / "a", key_id)
    whole = path.read_bytes()
    piece, last = 16 * 1024 + 16, len(whole) % (16 * 1024 + 16)
    head = whole[: len(whole) - last - 2 * piece]
    first, second = whole[len(head) :][:piece], whole[len(head) + piece :][:piece]
    path.write_bytes(
        {
            "cut": whole[:-1],
            "cut at a piece": whole[: len(head) + piece],
            "nothing left": b"",
            "added": whole + b"\0",
            "pieces swapped": head + second + first + whole[-last:],
            "piece gone": head + second + whole[-last:],
        }[change]
    )
    with pytest.raises(SealBroken):
        opened(path, key_id)


def test_it_opens_as_no_other_document_version_or_case(tmp_path, key_id):
    path, other = sealed_at(tmp_path / "a", key_id), make_key()
    for wrong in ({"document_id": OTHER}, {"version": 2}):
        with pytest.raises(SealBroken):
            opened(path, key_id, **wrong)
    with pytest.raises(SealBroken):
        opened(path, other)


def test_two_files_that_were_swapped_do_not_open(tmp_path, key_id):
    one = sealed_at(tmp_path / "1", key_id, b"one")
    two = sealed_at(tmp_path / "2", key_id, b"two", document_id=OTHER)
    one.rename(tmp_path / "3")
    two.rename(one)
    with pytest.raises(SealBroken):
        opened(one, key_id)
    assert opened(tmp_path / "3", key_id) == b"one"


def test_a_destroyed_key_takes_the_file_with_it(tmp_path, key_id):
    path = sealed_at(tmp_path / "a", key_id)
    store.destroy(key_id)
    with pytest.raises(KeyMissing):
        opened(path, key_id)


def test_a_file_is_never_overwritten(tmp_path, key_id):
    path = sealed_at(tmp_path / "a", key_id)
    with pytest.raises(FileExists):
        sealed_at(path, key_id, b"other")
    assert opened(path, key_id) == CONTENT
    assert names_in(tmp_path) == ["a", "store"]


class Broken(io.BytesIO):
    """A source that gives out in the middle."""

    def read(self, size=-1):
        if self.tell():
            raise OSError(5, "Input/output error")
        return super().read(3)


def test_a_source_that_fails_leaves_nothing(tmp_path, key_id):
    with pytest.raises(StoreUnavailable, match="Input/output error"):
        files.seal_file(Broken(b"abcdef"), tmp_path / "a", document_id=DOCUMENT, key_id=key_id, version=1)
    assert names_in(tmp_path) == ["store"]


def test_a_missing_file_or_folder_or_key_is_said(tmp_path, key_id):
    with pytest.raises(FileMissing):
        opened(tmp_path / "a", key_id)
    with pytest.raises(StoreUnavailable):
        sealed_at(tmp_path / "no folder" / "a", key_id)
    with pytest.raises(KeyMissing):
        sealed_at(tmp_path / "a", uuid4())
    assert names_in(tmp_path) == ["store"]
