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

One round of seats is groups of five by eight clients at once, with their pages open. It is measured twice:

- one press: the button that takes the seats, until they are taken. Here that is the whole application, with
  names, number and mail; there it is five items in a cart, which go back after half an hour.
- the whole way: from the open page until number and mail are there. Here the filled-in form and its
  confirmation; there the cart, the page with names and address, the confirmation and the order.

Five times as much is asked of the whole way and of pages. A cart knows no names and promises nothing, so
one press is only told.

A round of pages is `wrk` with eight connections.
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
MEASURED_BY = ("seats/s, the whole way", "event pages/s")
PORT = 8345
THERE = f"http://127.0.0.1:{PORT}"
SHOP = f"{THERE}/bench/seminar/"
POLL_SECONDS = 0.02
# Mails wait in their queues on both sides.
TASKS = "default,checkout"
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
        item = event.items.create(name="seat", default_price=0, admission=True, personalized=True)
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
        pretix("celery", "-A", "pretix.celery_app", "worker", "-l", "error", "-c", "2", "-Q", TASKS),
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
        with pytest.raises(urllib.error.HTTPError) as answer:
            self.presser.open(_form(address, fields))
        answer.value.close()
        assert answer.value.code == SEE_OTHER
        return answer.value.headers["Location"]

    def get(self, address):
        with self.opener.open(address) as answer:
            return answer.read().decode()

    def post(self, address, fields):
        with self.opener.open(_form(address, fields)) as answer:
            return answer.read().decode()


def _form(address, fields):
    body = urllib.parse.urlencode(fields).encode()
    return urllib.request.Request(address, body, {"Referer": address})


def opened_here(form, number):
    """Open the form with rows for five people; returns the browser and everything that is written into it."""
    browser = Browser()
    empty = browser.get(form)
    for _ in range(GROUP - 1):
        empty = browser.post(form, [*hidden_inputs(empty), ("people-0-way", "venue"), ("more", "1")])
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
    return browser, [*hidden_inputs(empty), *written.items()]


def press_here(form, number):
    """Go as far as the confirmation; returns what sends the application."""
    browser, written = opened_here(form, number)
    confirm = browser.post(form, written)
    return lambda: _send(browser, form, confirm)


def whole_way_here(form, number):
    """Open the form; returns what goes from there to the number."""
    browser, written = opened_here(form, number)
    return lambda: _send(browser, form, browser.post(form, written))


def _send(browser, form, confirm):
    assert browser.press(form, [*hidden_inputs(confirm), ("send", "seats")]).endswith("/done/")


def press_there(_form, _number):
    """Open the shop; returns what puts five seats into a cart."""
    browser = Browser()
    page = browser.get(SHOP)
    return lambda: _fill_cart(browser, page)


def whole_way_there(_form, number):
    """Open the shop; returns what goes from there to the order."""
    browser = Browser()
    page = browser.get(SHOP)

    def order():
        _fill_cart(browser, page)
        questions = browser.get(f"{SHOP}checkout/start")
        names = re.findall(r'name="([^"]*attendee_name_parts_0)"', questions)
        assert len(names) == GROUP
        written = dict.fromkeys(names, "見本 一") | {"email": f"office{number}@example.jp"}
        confirm = browser.post(f"{SHOP}checkout/questions/", _token(questions) | written)
        answer = _done_there(browser, f"{SHOP}checkout/confirm/", _token(confirm))
        assert "/order/" in answer["redirect"]

    return order


def _fill_cart(browser, page):
    (item,) = set(re.findall(r'name="(item_\d+)"', page))
    _done_there(browser, f"{SHOP}cart/add", _token(page) | {item: str(GROUP)})


def _done_there(browser, address, fields):
    """Send what pretix does behind the page, and ask until it is done, as its script does."""
    answer = json.loads(browser.post(address, fields | {"ajax": "1"}))
    while not answer.get("ready", True):
        time.sleep(POLL_SECONDS)
        answer = json.loads(browser.get(urllib.parse.urljoin(THERE, answer["check_url"])))
    assert answer.get("success", True), answer
    return answer


def _token(page):
    return {"csrfmiddlewaretoken": re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[1]}


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
    ways = {
        "seats/s, one press": (press_here, press_there),
        "seats/s, the whole way": (whole_way_here, whole_way_there),
    }
    figures = {name: ([], []) for name in (*ways, "event pages/s")}
    with our_shop() as page:
        form = f"{page}apply/"
        whole_way_here(form, 0)()
        whole_way_there(form, 0)()
        for number in range(ROUNDS):
            for way, prepared in enumerate(ways.items()):
                name, sides = prepared
                first = CLIENTS * EACH * (number * len(ways) + way) + 1
                for side, prepare in enumerate(sides):
                    figures[name][side].append(seats_per_second(prepare, form, first))
            figures["event pages/s"][0].append(requests_per_second(page))
            figures["event pages/s"][1].append(requests_per_second(SHOP))
    ratios = {}
    for name, (ours, other) in figures.items():
        ratios[name] = statistics.median(ours) / statistics.median(other)
        with capsys.disabled():
            print(
                f"\n{name:22} here {statistics.median(ours):8.1f} ({_all(ours)})"
                f"\n{'':22} there {statistics.median(other):7.1f} ({_all(other)})"
                f"   {ratios[name]:.1f} ×   load {load()}"
            )
    taken = GROUP * ROUNDS * CLIENTS * EACH
    assert Participant.objects.count() == len(ways) * taken + GROUP
    with database("pretix") as theirs:
        for table in ("cartposition", "orderposition"):
            (sold,) = theirs.execute(f"SELECT count(*) FROM pretixbase_{table}").fetchone()
            assert sold >= taken
    assert min(ratios[name] for name in MEASURED_BY) >= LEAST_RATIO


def _all(values):
    return " ".join(f"{value:.1f}" for value in values)
