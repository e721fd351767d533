"""Cached public pages against a constant view in the same run; queries of uncached ones."""

import statistics

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.benchmarks.server import load, requests_per_second, running_server
from tests.factories.events import make_event

pytestmark = pytest.mark.django_db(transaction=True)

ROUNDS = 3
LEAST_RATIO = 0.8
MOST_QUERIES = 12


@pytest.fixture
def pages():
    call_command("make_site", verbosity=0)
    events = [make_event(title=f"研修 {number}") for number in range(3)]
    return {"home": "/", "events": reverse("events:list"), "event": events[0].get_absolute_url()}


def test_cached_pages_per_second(pages, capsys):
    with running_server() as address:
        constant = f"{address}/bench/constant/"
        rates = {name: [] for name in [*pages, "constant"]}
        for _ in range(ROUNDS):
            rates["constant"].append(requests_per_second(constant))
            for name, path in pages.items():
                rates[name].append(requests_per_second(f"{address}{path}"))
    medians = {name: statistics.median(each) for name, each in rates.items()}
    with capsys.disabled():
        for name, rate in medians.items():
            print(
                f"\n{name:10} {rate:7.0f} requests/s  {rate / medians['constant']:.2f} of the constant view",
                end="",
            )
        print(f"  load {load()}")
    for name in pages:
        assert medians[name] / medians["constant"] >= LEAST_RATIO


def test_queries_of_uncached_pages(pages, client, capsys):
    queries = {}
    for name, path in pages.items():
        with CaptureQueriesContext(connection) as captured:
            assert client.get(path).status_code == 200
        queries[name] = len(captured)
    with capsys.disabled():
        print("\nqueries uncached: " + "  ".join(f"{name} {count}" for name, count in queries.items()))
    assert max(queries.values()) <= MOST_QUERIES
