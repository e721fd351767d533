"""Start processes that apply and cancel without end, kill them at random moments, look at what is left."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

from django.db import connection

ROOT = Path(__file__).resolve().parents[2]


def kill_applicants(session, *, times, seed, at_once=2):
    """Kill `times` applicant processes with SIGKILL, each after a random part of a second of work."""
    chance = random.Random(seed)
    environment = os.environ | {"PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'site'}"}
    killed = 0
    while killed < times:
        workers = [
            subprocess.Popen(
                [
                    sys.executable,
                    "-m",
                    "tests.events.applicant",
                    connection.settings_dict["NAME"],
                    str(session.pk),
                    str(chance.random()),
                ],
                cwd=ROOT,
                env=environment,
                stdout=subprocess.PIPE,
            )
            for _ in range(min(at_once, times - killed))
        ]
        for worker in workers:
            worker.stdout.readline()
        for worker in workers:
            try:
                worker.wait(timeout=chance.uniform(0.02, 0.5))
            except subprocess.TimeoutExpired:
                worker.send_signal(signal.SIGKILL)
            assert worker.wait() == -signal.SIGKILL
            worker.stdout.close()
            killed += 1
    return killed


def wait_until_connections_are_gone(database):
    """Let the server notice that its clients are dead: their transactions roll back by then."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity"
                " WHERE datname = %s AND usename = current_user AND pid <> pg_backend_pid()",
                [database],
            )
            if cursor.fetchone() == (0,):
                return
    raise AssertionError("connections of killed processes are still open")
