"""Reports of players per second beside edx-completion 5.0, in turn, on one machine and one PostgreSQL.

Not part of `make bench`: edx-completion needs an environment of its own. Set it up once outside of this
project:

    python3.12 -m venv $EDX_HOME/venv
    $EDX_HOME/venv/bin/pip install edx-completion==5.0.0 "psycopg[binary]" granian

Then `EDX_HOME=… python -m pytest -s tests/benchmarks/beside_edx_completion.py`.

edx-completion is a library: Open edX calls `submit_completion` when the player of a video reports how far it
is. The smallest project that can do so is written to `$EDX_HOME/bench`: a view without session or CSRF that
reads JSON, looks the user up and calls it; `granian` with two workers, kept connections, a commit for each.

What is done for one report differs. There the latest fraction overwrites the one before. Here the piece is
written down for good, the moments that it claims are checked against the whole life of its viewer, what it
comes to is joined to the rest, how often its key reports is counted, and the answer says what is covered.
"""

import json
import os
import signal
import statistics
import subprocess
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from django.conf import settings

from tests.benchmarks.server import load, running_server, wait_until_alive
from tests.benchmarks.test_beacons import CLIENTS, make_sittings, measure, p95, shares

pytestmark = pytest.mark.django_db(transaction=True)

ROUNDS, VIEWERS, EACH = 5, 120, 10
PORT = 8346
DATABASE = "edx_completion"
SETTINGS = """
import os
SECRET_KEY = "bench"
USE_TZ = True
ALLOWED_HOSTS = ["127.0.0.1"]
ROOT_URLCONF = "bench.urls"
MIDDLEWARE = []
INSTALLED_APPS = ["django.contrib.auth", "django.contrib.contenttypes", "waffle", "completion"]
DEFAULT_AUTO_FIELD = "django.db.models.AutoField"
DATABASES = {"default": {
    "ENGINE": "django.db.backends.postgresql", "NAME": "edx_completion", "USER": "postgres",
    "HOST": os.environ["BENCH_HOST"], "CONN_MAX_AGE": 60, "ATOMIC_REQUESTS": True,
}}
"""
URLS = """
import json
from django.contrib.auth.models import User
from django.http import JsonResponse
from django.urls import path
from completion.models import BlockCompletion
from eventtracking import tracker
from opaque_keys.edx.keys import UsageKey

# Without a backend, what it tells of each report goes nowhere.
tracker.register_tracker(tracker.Tracker())

def alive(request):
    return JsonResponse({})

def report(request):
    said = json.loads(request.body)
    user = User.objects.get(pk=said["user"])
    key = UsageKey.from_string(said["block"])
    BlockCompletion.objects.submit_completion(user, key, said["completion"])
    return JsonResponse({})

urlpatterns = [path("healthz", alive), path("report", report)]
"""
WSGI = """
from django.core.wsgi import get_wsgi_application
application = get_wsgi_application()
"""
FILL = """
import django
django.setup()
from django.contrib.auth.models import User
from waffle.models import Switch
Switch.objects.update_or_create(name="completion.enable_completion_tracking", defaults={"active": True})
User.objects.all().delete()
User.objects.bulk_create(User(username=f"viewer{number}") for number in range(%d))
print(",".join(str(each.pk) for each in User.objects.order_by("pk")))
"""
BLOCK = "block-v1:bench+seminar+2026+type@video+block@part1"


def theirs(*arguments, **options):
    home = Path(os.environ["EDX_HOME"])
    environment = {
        "PATH": os.environ["PATH"],
        "DJANGO_SETTINGS_MODULE": "bench.settings",
        "BENCH_HOST": str(settings.TEST_DATABASE_HOST),
        "PYTHONPATH": str(home),
    }
    command = [str(home / "venv" / "bin" / "python"), "-W", "ignore", *arguments]
    return subprocess.Popen(command, cwd=home, env=environment, start_new_session=True, **options)


def output_of(*arguments):
    process = theirs(*arguments, stdout=subprocess.PIPE, text=True)
    said, _ = process.communicate(timeout=300)
    assert process.returncode == 0, said
    return said


@contextmanager
def their_door():
    """Write the smallest project, migrate it, serve it; yields address and users."""
    folder = Path(os.environ["EDX_HOME"]) / "bench"
    folder.mkdir(exist_ok=True)
    files = {"__init__": "", "settings": SETTINGS, "urls": URLS, "wsgi": WSGI}
    for name, text in files.items():
        (folder / f"{name}.py").write_text(text)
    with psycopg.connect(
        host=settings.TEST_DATABASE_HOST, user="postgres", dbname="postgres", autocommit=True
    ) as server:
        server.execute(f"DROP DATABASE IF EXISTS {DATABASE}")
        server.execute(f"CREATE DATABASE {DATABASE}")
    output_of("-m", "django", "migrate", "--verbosity", "0")
    users = [int(each) for each in output_of("-c", FILL % VIEWERS).strip().splitlines()[-1].split(",")]
    command = ["-m", "granian", "--interface", "wsgi", "--workers", "2", "--port", str(PORT)]
    server = theirs(*command, "--log-level", "error", "bench.wsgi:application")
    address = f"http://127.0.0.1:{PORT}"
    try:
        wait_until_alive(server, address)
        yield address, users
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        server.wait(timeout=30)


def their_shares(users, *, first):
    return [
        [
            json.dumps({"user": user, "block": BLOCK, "completion": seq / (ROUNDS * EACH + 1)}).encode()
            for seq in range(first, first + EACH)
            for user in users[number::CLIENTS]
        ]
        for number in range(CLIENTS)
    ]


def test_beside_edx_completion(capsys):
    keys = make_sittings(VIEWERS)
    found = {"here": [], "there": []}
    with their_door() as (there, users), running_server() as here:
        for number in range(ROUNDS):
            first = number * EACH
            found["here"].append(measure(here, "/videos/beacons/", shares(keys, first=first, each=EACH)))
            found["there"].append(measure(there, "/report", their_shares(users, first=first)))
    with capsys.disabled():
        for side, rounds in found.items():
            rates = [len(seconds) / whole for seconds, whole in rounds]
            slowest = statistics.median(p95(seconds) for seconds, _ in rounds)
            told = " ".join(f"{rate:.0f}" for rate in rates)
            print(
                f"\nreports/s {side:6} {statistics.median(rates):6.0f} ({told})  "
                f"p95 {slowest * 1_000:.1f} ms  load {load()}"
            )
    assert all(len(seconds) == VIEWERS * EACH for rounds in found.values() for seconds, _ in rounds)
