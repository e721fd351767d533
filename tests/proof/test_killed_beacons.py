"""A server that is killed in the middle of its work has kept every report that it answered."""

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import threading
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.db import connection

from tests.benchmarks.server import ROOT, wait_until_alive
from tests.benchmarks.test_beacons import make_sittings, report
from training_media.viewing.models import Coverage, PlayedPiece
from training_media.viewing.spans import length

pytestmark = pytest.mark.django_db(transaction=True)

TIMES, CLIENTS, BEFORE_KILLED = 5, 4, 150
PIECE = 15_000


class Senders:
    """Players that report without end, and remember what was answered."""

    def __init__(self, address, keys, seqs):
        self.where, self.seqs, self.answered, self.refused = urlsplit(address), seqs, [], []
        self.enough, self.lock = threading.Event(), threading.Lock()
        self.threads = [
            threading.Thread(target=self.send, args=[keys[number::CLIENTS]]) for number in range(CLIENTS)
        ]
        for each in self.threads:
            each.start()

    def send(self, keys):
        line = http.client.HTTPConnection(self.where.hostname, self.where.port, timeout=10)
        try:
            while True:
                for key in keys:
                    seq = self.seqs[key]
                    line.request("POST", "/videos/beacons/", report(key, seq), {"Content-Type": "text/plain"})
                    answer = line.getresponse()
                    said = answer.read()
                    if answer.status != 200:
                        self.refused.append(answer.status)
                        self.enough.set()
                        return
                    json.loads(said)
                    self.seqs[key] = seq + 1
                    with self.lock:
                        self.answered.append((key, seq))
                        if len(self.answered) >= BEFORE_KILLED:
                            self.enough.set()
        except (OSError, http.client.HTTPException, ValueError):
            return
        finally:
            line.close()


def serve():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "tests.benchmarks.settings",
        "BENCH_DATABASE": connection.settings_dict["NAME"],
        "PYTHONPATH": f"{ROOT}{os.pathsep}{Path(ROOT) / 'site'}",
    }
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--workers", "2", "--port", str(port)]
    command += ["--host", "127.0.0.1", "--log-level", "error", "portal.wsgi:application"]
    # A group of its own, so that the workers die at the same moment as their parent.
    server = subprocess.Popen(command, cwd=ROOT, env=environment, start_new_session=True)
    address = f"http://127.0.0.1:{port}"
    wait_until_alive(server, address)
    return server, address


def test_no_answered_report_is_lost_when_the_server_is_killed():
    keys = make_sittings(count=24)
    seqs, answered = dict.fromkeys(keys, 0), []
    for _ in range(TIMES):
        server, address = serve()
        senders = Senders(address, keys, seqs)
        try:
            assert senders.enough.wait(timeout=60)
        finally:
            os.killpg(server.pid, signal.SIGKILL)
            server.wait()
        for each in senders.threads:
            each.join()
        assert senders.refused == []
        answered += senders.answered
    kept = {(str(key), seq) for key, seq in PlayedPiece.objects.values_list("sitting__key", "seq")}
    assert len(answered) >= TIMES * BEFORE_KILLED
    assert set(answered) - kept == set()
    assert sum(length(each.alone) for each in Coverage.objects.all()) == len(kept) * PIECE
