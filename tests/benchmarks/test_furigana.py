"""What readings cost: a page made anew with them against the same page without, and its size."""

import gzip
import statistics
import time
from io import StringIO

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from content.furigana import queries, services
from foundation.public_pages import version
from tests.benchmarks.server import load

pytestmark = pytest.mark.django_db(transaction=True)

ROUNDS = 40
MOST_RATIO = 2.0
MOST_BYTES = 40_000
PATHS = ("/", "/about/", "/contact/")


@pytest.fixture
def everything_read():
    """All sentences of the first pages and of the frame, read as a program would."""
    call_command("make_site", "--publish", stdout=StringIO())
    waiting = {each for texts in queries.live_unconfirmed().values() for each in texts}
    readings = [row.parts for row in queries.rows(waiting)]
    services.load(readings=readings, now=timezone.now())
    assert queries.live_unconfirmed() == {}


def milliseconds(client, path):
    """Return how long a page takes that nobody has kept."""
    version.forget()
    began = time.perf_counter()
    client.get(path)
    return (time.perf_counter() - began) * 1000


def test_a_page_with_readings_against_the_same_without(everything_read, capsys):
    plain, read = Client(), Client()
    read.cookies["viewing"] = "furigana"
    ratios = {}
    for path in PATHS:
        times = [(milliseconds(plain, path), milliseconds(read, path)) for _ in range(ROUNDS)]
        without, with_them = (statistics.median(each) for each in zip(*times, strict=True))
        sizes = [len(gzip.compress(client.get(path).content)) for client in (plain, read)]
        ratios[path] = with_them / without
        with capsys.disabled():
            print(
                f"\nfurigana {path:10} {without:.1f} ms without, {with_them:.1f} ms with: "
                f"{ratios[path]:.2f} times  gzip {sizes[0]} and {sizes[1]} bytes  load {load()}"
            )
        assert b"<rt>" in read.get(path).content
        assert max(sizes) <= MOST_BYTES
    assert max(ratios.values()) <= MOST_RATIO
