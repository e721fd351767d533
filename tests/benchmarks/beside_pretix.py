"""Seats and event pages per second beside pretix 2026.8, in turn, on one machine and one PostgreSQL.

Not part of `make bench`: pretix needs an environment of its own. Set it up once outside of this project:

    python3.11 -m venv $PRETIX_HOME/venv
    $PRETIX_HOME/venv/bin/pip install pretix==2026.8.0 gunicorn
    redis-server --port 6390 --save "" --daemonize yes

    $PRETIX_HOME/pretix.cfg, as its guide for small installations says:
        [pretix] url=http://127.0.0.1:8345 datadir=$PRETIX_HOME/data registration=off
        [database] backend=postgresql name=pretix user=postgres host=<folder of the server's socket>
        [redis] location=redis://127.0.0.1:6390/0 sessions=true
        [celery] backend=redis://127.0.0.1:6390/1 broker=redis://127.0.0.1:6390/2
        [django] secret=<50 signs>

The database `pretix` is on the throw-away server that this run starts; the first run migrates it, which takes
five minutes. Then `PRETIX_HOME=… python -m pytest -s tests/benchmarks/beside_pretix.py`.

One round of seats is groups of five by eight clients at once. Pages are opened and forms filled in before;
what is measured is the press of the button that takes the seats, until they are taken: here the application
with number and mail, there five items in a cart. A round of pages is `wrk` with eight connections.
"""

import http.cookiejar
import json
import os
import re
import statistics
import subprocess
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from django.conf import settings

from events.models import Participant
from tests.benchmarks.server import load, requests_per_second, running_server, wait_until_alive
from tests.benchmarks.test_applications import hidden_inputs
from tests.factories.events import make_session

pytestmark = pytest.mark.django_db(transaction=True)

ROUNDS, CLIENTS, EACH, GROUP = 5, 8, 5, 5
SEE_OTHER = 303
LEAST_RATIO = 5
PORT = 8345
THERE = f"http://127.0.0.1:{PORT}"
SHOP = f"{THERE}/bench/seminar/"
POLL_SECONDS = 0.02
KANA = "アイウエオ"
MAKE_SHOP = """
from datetime import timedelta
from django.utils.timezone import now
from django_scopes import scopes_disabled
from pretix.base.models import Organizer, Event
with scopes_disabled():
    organizer, _ = Organizer.objects.get_or_create(slug="bench", defaults={"name": "bench"})
    event = Event.objects.filter(organizer=organizer, slug="seminar").first()
    if event is None:
        event = Event.objects.create(organizer=organizer, slug="seminar", name="seminar", currency="JPY",
            live=True, date_from=now() + timedelta(days=30), plugins="pretix.plugins.banktransfer")
        item = event.items.create(name="seat", default_price=0, active=True)
        quota = event.quotas.create(name="seats", size=100000)
        quota.items.add(item)
        event.settings.max_items_per_order = 10
"""


def home():
    return Path(os.environ["PRETIX_HOME"])


def pretix(*arguments, **options):
    environment = os.environ | {"PRETIX_CONFIG_FILE": str(home() / "pretix.cfg")}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    command = [str(home() / "venv" / "bin" / arguments[0]), *arguments[1:]]
    return subprocess.Popen(command, cwd=home(), env=environment, **options)


def database(name, **options):
    return psycopg.connect(
        host=settings.TEST_DATABASE_HOST, user="postgres", dbname=name, autocommit=True, **options
    )


@pytest.fixture
def their_shop():
    """Run pretix as its guide says: gunicorn with twice as many workers as cores, Celery, Redis."""
    with database("postgres") as server:
        if server.execute("SELECT FROM pg_database WHERE datname = 'pretix'").fetchone() is None:
            server.execute("CREATE DATABASE pretix")
    assert pretix("python", "-m", "pretix", "migrate").wait() == 0
    assert pretix("python", "-m", "pretix", "shell", "-c", MAKE_SHOP).wait() == 0
    processes = [
        pretix("gunicorn", "pretix.wsgi", "--workers", "4", "--bind", f"127.0.0.1:{PORT}"),
        pretix("celery", "-A", "pretix.celery_app", "worker", "-l", "error", "-c", "2"),
    ]
    try:
        wait_until_alive(processes[0], SHOP, path="")
        yield
    finally:
        for each in processes:
            each.terminate()
        for each in processes:
            each.wait(timeout=30)


class Stays(urllib.request.HTTPRedirectHandler):
    """Leaves a redirect as it is: its answer says that what was asked for is done."""

    def redirect_request(self, *_):
        return None


class Browser:
    """Somebody with cookies of their own."""

    def __init__(self):
        jar = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self.opener = urllib.request.build_opener(jar)
        self.presser = urllib.request.build_opener(jar, Stays)

    def press(self, address, fields):
        """Send a form and return where the answer leads."""
        body = urllib.parse.urlencode(fields).encode()
        with pytest.raises(urllib.error.HTTPError) as answer:
            self.presser.open(urllib.request.Request(address, body, {"Referer": address}))
        assert answer.value.code == SEE_OTHER
        return answer.value.headers["Location"]

    def get(self, address):
        return self.opener.open(address).read().decode()

    def post(self, address, fields, referer):
        body = urllib.parse.urlencode(fields).encode()
        return self.opener.open(urllib.request.Request(address, body, {"Referer": referer})).read().decode()


def five_here(form, number):
    """Fill in an application of five people as far as its confirmation; returns what sends it."""
    browser = Browser()
    empty = browser.get(form)
    for _ in range(GROUP - 1):
        empty = browser.post(form, [*hidden_inputs(empty), ("people-0-way", "venue"), ("more", "1")], form)
    written = {
        "agency_name": f"事業所 {number}",
        "contact_name": "佐久間 礼子",
        "phone": "000-000-4567",
        "email": f"office{number}@example.jp",
        "reply_way": "mail",
    }
    for row in range(GROUP):
        person = {"name": f"見本 {row}", "name_kana": f"ミホン {KANA[row]}", "way": "venue"}
        written |= {f"people-{row}-{name}": value for name, value in person.items()}
    confirm = browser.post(form, [*hidden_inputs(empty), *written.items()], form)

    def send():
        assert browser.press(form, [*hidden_inputs(confirm), ("send", "seats")]).endswith("/done/")

    return send


def five_there(_form, _number):
    """Open the shop; returns what puts five seats into a cart."""
    browser = Browser()
    page = browser.get(SHOP)
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[1]
    (item,) = set(re.findall(r'name="(item_\d+)"', page))
    fields = {"csrfmiddlewaretoken": token, item: str(GROUP), "ajax": "1"}

    def add():
        answer = json.loads(browser.post(f"{SHOP}cart/add", fields, SHOP))
        while not answer.get("ready", True):
            time.sleep(POLL_SECONDS)
            answer = json.loads(browser.get(urllib.parse.urljoin(THERE, answer["check_url"])))
        assert answer.get("success", True), answer

    return add


def seats_per_second(prepare, form, first):
    """Let all clients take seats side by side; returns seats per second from the first press of a button."""
    failures, seconds = [], []
    ready = threading.Barrier(CLIENTS)

    def client(begin):
        try:
            buttons = [prepare(form, number) for number in range(begin, begin + EACH)]
            ready.wait()
            began = time.perf_counter()
            for press in buttons:
                press()
            seconds.append(time.perf_counter() - began)
        except Exception as error:  # noqa: BLE001 -- it fails the run, in the thread that may
            ready.abort()
            failures.append(repr(error))

    clients = [threading.Thread(target=client, args=[first + each * EACH]) for each in range(CLIENTS)]
    for each in clients:
        each.start()
    for each in clients:
        each.join()
    assert failures == []
    return CLIENTS * EACH * GROUP / max(seconds)


@contextmanager
def our_shop():
    session = make_session(venue=5_000)
    with running_server() as address:
        yield f"{address}{session.event.get_absolute_url()}"


def test_beside_pretix(their_shop, capsys):
    figures = {"seats/s": ([], []), "event pages/s": ([], [])}
    with our_shop() as page:
        form = f"{page}apply/"
        five_here(form, 0)()
        five_there(form, 0)()
        for number in range(ROUNDS):
            first = 1_000 * (number + 1)
            figures["seats/s"][0].append(seats_per_second(five_here, form, first))
            figures["seats/s"][1].append(seats_per_second(five_there, form, first))
            figures["event pages/s"][0].append(requests_per_second(page))
            figures["event pages/s"][1].append(requests_per_second(SHOP))
    with database("pretix") as theirs:
        (sold,) = theirs.execute("SELECT count(*) FROM pretixbase_cartposition").fetchone()
    ratios = {}
    for name, (ours, other) in figures.items():
        ratios[name] = statistics.median(ours) / statistics.median(other)
        with capsys.disabled():
            print(
                f"\n{name:14} here {statistics.median(ours):8.1f} ({_all(ours)})"
                f"\n{'':14} there {statistics.median(other):7.1f} ({_all(other)})"
                f"   {ratios[name]:.1f} ×   load {load()}"
            )
    assert Participant.objects.count() == GROUP * (ROUNDS * CLIENTS * EACH + 1)
    assert sold >= GROUP * ROUNDS * CLIENTS * EACH
    assert min(ratios.values()) >= LEAST_RATIO


def _all(values):
    return " ".join(f"{value:.1f}" for value in values)
