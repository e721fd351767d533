"""What the cache gives back, and what it never does, whoever has written to its table."""

import base64
import pickle
from pathlib import Path

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection

pytestmark = pytest.mark.django_db


class Evil:
    """An object whose pickle writes a file wherever it is read."""

    def __init__(self, place):
        self.place = str(place)

    def __reduce__(self):
        return Path.touch, (Path(self.place),)


def write(key, content):
    """Put this under a key past the cache, as somebody would who has the table alone."""
    cache.set(key, 1)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE foundation_cache SET value = %s WHERE cache_key = %s", [content, cache.make_key(key)]
        )
        assert cursor.rowcount == 1


@pytest.mark.parametrize(
    "value", [0, None, False, "ことば", b"%PDF-1.7 \x00", [1, "二"], {"三": (4,)}, 1.5], ids=repr
)
def test_plain_values_come_back(value):
    cache.set("kept", value)
    assert cache.get("kept", "nothing") == value


def test_many_come_back_at_once_and_what_is_over_does_not():
    cache.set_many({"a": 1, "b": 2})
    cache.set("over", 3, timeout=-1)
    assert cache.get_many(["a", "b", "over", "never"]) == {"a": 1, "b": 2}
    assert not cache.has_key("over")


def test_nothing_that_is_written_to_the_table_is_run(tmp_path):
    written = tmp_path / "written"
    content = base64.b64encode(pickle.dumps(Evil(written))).decode()
    pickle.loads(base64.b64decode(content))
    assert written.exists(), "else this could not fail"
    written.unlink()
    write("kept", content)
    assert cache.get("kept", "nothing") == "nothing"
    assert not written.exists()


def test_what_is_over_is_told_by_the_clock_that_wrote_it():
    with time_machine.travel("2020-01-01 10:00", tick=False) as clock:
        cache.set("kept", 1, timeout=60)
        assert cache.get("kept") == 1
        clock.shift(61)
        assert cache.get("kept") is None


@pytest.mark.parametrize("content", ["", "no base 64", base64.b64encode(b"\x80").decode()])
def test_what_cannot_be_read_was_never_kept(content):
    write("kept", content)
    assert cache.get("kept", "nothing") == "nothing"
