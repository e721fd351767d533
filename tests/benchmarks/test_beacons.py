"""Reports of players per second through the web, by several clients at once; kept when answered."""

import http.client
import json
import statistics
import threading
import time
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.utils import timezone

from tests.benchmarks.server import load, running_server
from tests.factories.directory import make_agency
from tests.factories.training_media import make_recording, make_viewer
from training_media.viewing.enums import SittingKind
from training_media.viewing.models import PlayedPiece
from training_media.viewing.services.ledger import begin_sitting

pytestmark = pytest.mark.django_db(transaction=True)

CLIENTS, VIEWERS, EACH = 4, 120, 20
CARDS = 6
PIECE = 15_000
LEAST_PER_SECOND = 200
LONGEST_P95_SECONDS = 0.050


def make_sittings(count=VIEWERS):
    """Let so many people of one agency sit before one recording since two hours; returns their keys.

    They came in by a few cards, on whose measures of the day their reports meet.
    """
    recording, agency = make_recording(minutes=90), make_agency(name="見本の家")
    began = timezone.now() - timedelta(hours=2)
    viewers = [make_viewer(name=f"見本 {number}", agency=agency) for number in range(count)]
    sittings = [
        begin_sitting(
            recording=recording,
            viewers=[each],
            kind=SittingKind.ALONE,
            now=began,
            let_in_by=f"card:{number % CARDS}",
        )
        for number, each in enumerate(viewers)
    ]
    return [str(each.key) for each in sittings]


def report(key, seq):
    """Return what a player sends that has played its `seq`th quarter of a minute."""
    span = [seq * PIECE, (seq + 1) * PIECE]
    return json.dumps({"sitting": key, "pieces": [[seq, span, span, 1_000]]}).encode()


def send(address, path, bodies, headers=None):
    """Send bodies one after the other by one connection; returns the seconds that each took."""
    where = urlsplit(address)
    connection = http.client.HTTPConnection(where.hostname, where.port, timeout=30)
    seconds = []
    for body in bodies:
        began = time.perf_counter()
        connection.request("POST", path, body, {"Content-Type": "text/plain", **(headers or {})})
        answer = connection.getresponse()
        answer.read()
        seconds.append(time.perf_counter() - began)
        assert answer.status == 200, answer.status
    connection.close()
    return seconds


def measure(address, path, work, headers=None):
    """Let each client send its share at once; returns the seconds per report and for the whole."""
    seconds, failures = [], []

    def client(bodies):
        try:
            seconds.extend(send(address, path, bodies, headers))
        except Exception as error:  # noqa: BLE001 -- it fails the test, in the thread that may
            failures.append(error)

    clients = [threading.Thread(target=client, args=[bodies]) for bodies in work]
    began = time.perf_counter()
    for each in clients:
        each.start()
    for each in clients:
        each.join()
    assert failures == []
    return seconds, time.perf_counter() - began


def shares(keys, *, first, each):
    """Deal the reports of all players to the clients, each player's in their order."""
    return [
        [report(key, seq) for seq in range(first, first + each) for key in keys[number::CLIENTS]]
        for number in range(CLIENTS)
    ]


def p95(seconds):
    return statistics.quantiles(seconds, n=20)[-1]


def told(seconds, whole):
    return (
        f"{len(seconds) / whole:.0f}/s  p50 {statistics.median(seconds) * 1_000:.1f} ms  "
        f"p95 {p95(seconds) * 1_000:.1f} ms"
    )


def test_reports_per_second(capsys):
    keys = make_sittings()
    with running_server() as address:
        measure(address, "/videos/beacons/", shares(keys, first=0, each=2))
        seconds, whole = measure(address, "/videos/beacons/", shares(keys, first=2, each=EACH))
    with capsys.disabled():
        print(f"\nreports of players {told(seconds, whole)}  clients {CLIENTS}  load {load()}")
    assert PlayedPiece.objects.count() == VIEWERS * (EACH + 2)
    assert len(seconds) / whole >= LEAST_PER_SECOND
    assert p95(seconds) < LONGEST_P95_SECONDS
