"""How long the pages take that say how far a course has come, with 3,000 viewers of 300 agencies."""

import statistics
import time

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from accounts.enums import PublicRole
from directory.models import AgencyKind
from tests.benchmarks.server import load
from tests.factories.accounts import make_user, sign_in
from tests.factories.directory import make_municipality
from tests.factories.reach import add_chapters, agencies_in, watched_campaign
from tests.factories.training_media import make_course
from training_media.viewing.models import Coverage, PlayedPiece, Viewer

pytestmark = pytest.mark.django_db(transaction=True)

AGENCIES, PEOPLE_EACH, PIECES = 300, 10, 20
TIMES = 30
LONGEST_P95_SECONDS = 0.300


def page_seconds(client, address):
    """Return how long each of some visits takes, the first ones left out."""
    seconds = []
    for _ in range(TIMES + 3):
        began = time.perf_counter()
        assert client.get(address).status_code == 200
        seconds.append(time.perf_counter() - began)
    return seconds[3:]


def test_pages_of_three_thousand_viewers(capsys):
    now, staff = timezone.now(), make_user(roles=[PublicRole.STAFF])
    course = make_course()
    add_chapters(course, number=8)
    towns = [make_municipality(name=f"見本市{each}", code=f"1729{each:02}") for each in range(19)]
    agencies = agencies_in(AGENCIES, list(AgencyKind.objects.all()), towns)
    campaign = watched_campaign(course, agencies, each=PEOPLE_EACH, by=staff, now=now, pieces=PIECES)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    assert Viewer.objects.count() == AGENCIES * PEOPLE_EACH
    client = sign_in(Client(), staff)
    found = {}
    for name, query in (("", ""), ("", "?by=agency"), ("", "?by=job"), ("chapters/", "")):
        address = f"/cms/videos/campaigns/{campaign.pk}/reach/{name}{query}"
        found[name + query] = page_seconds(client, address)
    found["course"] = page_seconds(client, f"/cms/videos/{course.pk}/reach/")
    with capsys.disabled():
        print(
            f"\n{Viewer.objects.count()} viewers, {Coverage.objects.count()} coverages, "
            f"{PlayedPiece.objects.count()} pieces  load {load()}"
        )
        for name, seconds in found.items():
            p50, p95 = statistics.median(seconds), statistics.quantiles(seconds, n=20)[-1]
            print(f"  reach/{name:<12} p50 {p50 * 1_000:.0f} ms  p95 {p95 * 1_000:.0f} ms")
    slow = {name: statistics.quantiles(each, n=20)[-1] for name, each in found.items()}
    assert {name: p95 for name, p95 in slow.items() if p95 >= LONGEST_P95_SECONDS} == {}
