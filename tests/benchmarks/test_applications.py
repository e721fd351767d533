"""Groups of five per second through the web: form, confirmation and ledger, by several clients at once."""

import html
import http.cookiejar
import re
import statistics
import threading
import time
import urllib.parse
import urllib.request

import pytest

from events.models import Application
from tests.benchmarks.server import load, running_server
from tests.events.race import half_done
from tests.factories.events import make_session

pytestmark = pytest.mark.django_db(transaction=True)

CLIENTS = 4
EACH = 25
GROUP = 5
KANA = "アイウエオ"
LEAST_PER_SECOND = 10
LONGEST_P95_SECONDS = 1.0


def hidden_inputs(page):
    """Return names and values of a page's hidden inputs, as a browser would send them back."""
    fields = []
    for each in re.findall(r"<input[^>]*>", page):
        if 'type="hidden"' in each:
            name, value = re.search(r'name="([^"]*)"', each), re.search(r'value="([^"]*)"', each)
            fields.append((name[1], html.unescape(value[1]) if value else ""))
    return fields


class Applicant:
    """Somebody with a browser who fills in the form, looks at the confirmation and sends it."""

    def __init__(self, form):
        self.form = form
        jar = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self.opener = urllib.request.build_opener(jar)

    def post(self, fields):
        body = urllib.parse.urlencode(fields).encode()
        request = urllib.request.Request(self.form, body, {"Referer": self.form})
        return self.opener.open(request)

    def apply(self, number):
        """Apply for a group; returns the seconds from the last button to the page with the number."""
        empty = self.opener.open(self.form).read().decode()
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
        # As if the rows had been added one by one before.
        shown = dict(hidden_inputs(empty)) | {"people-TOTAL_FORMS": GROUP}
        confirm = self.post([*shown.items(), *written.items()]).read().decode()
        pressed = [*hidden_inputs(confirm), ("send", "seats")]
        began = time.perf_counter()
        done = self.post(pressed).read().decode()
        seconds = time.perf_counter() - began
        assert "受付番号" in done
        return seconds


def measure(form):
    """Let the clients apply side by side; returns seconds per application and for the whole."""
    seconds, failures = [], []

    def client(first):
        try:
            seconds.extend(Applicant(form).apply(number) for number in range(first, first + EACH))
        except Exception as error:  # noqa: BLE001 -- it fails the test, in the thread that may
            failures.append(error)

    clients = [threading.Thread(target=client, args=[each * EACH]) for each in range(CLIENTS)]
    began = time.perf_counter()
    for each in clients:
        each.start()
    for each in clients:
        each.join()
    assert failures == []
    return seconds, time.perf_counter() - began


def p95(seconds):
    return statistics.quantiles(seconds, n=20)[-1]


def test_applications_per_second(capsys):
    session = make_session(venue=1000)
    with running_server() as address:
        form = f"{address}{session.event.get_absolute_url()}apply/"
        seconds, whole = measure(form)
    with capsys.disabled():
        print(
            f"\napplications/s {CLIENTS * EACH / whole:.1f}  p50 {statistics.median(seconds):.3f} s  "
            f"p95 {p95(seconds):.3f} s  clients {CLIENTS}  load {load()}"
        )
    assert Application.objects.count() == CLIENTS * EACH
    assert half_done(session) == []
    assert CLIENTS * EACH / whole >= LEAST_PER_SECOND
    assert p95(seconds) < LONGEST_P95_SECONDS
