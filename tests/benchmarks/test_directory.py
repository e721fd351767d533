"""The whole country in the directory: import, questions, pages and saving, beside stock Wagtail search."""

import json
import os
import statistics
import subprocess
import sys
import time
from contextlib import contextmanager
from urllib.parse import urlencode

import psycopg
import pytest
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.utils import timezone

from content.search.first_synonyms import FIRST_SYNONYMS
from content.search.services import add_first_synonyms
from directory.enums import Level
from directory.finding.asking import Wanted
from directory.finding.models import DirectoryEntry
from directory.finding.search import find
from directory.finding.services import index_agencies_in_transaction
from directory.models import Agency, Municipality
from directory.municipalities import municipalities
from tests.benchmarks import open_data
from tests.benchmarks.server import ROOT, load, rate_and_p95, running_server
from tests.benchmarks.stock_search import StockAgency, stock_search

pytestmark = pytest.mark.django_db(transaction=True)

OFFICES = int(os.environ.get("BENCH_OFFICES", "400000"))
WORDS = (
    *("特養", "グループホーム", "ケアマネ", "放デイ", "訪看", "ひまわり", "渡辺", "B型作業所", "ｻｸﾗ", "老健"),
    *("ショートステイ", "就労継続支援", "デイサービス", "社会福祉法人", "himawari", "髙橋の家", "居宅"),
    *("LIFE", "本町"),
)
PREFECTURES = ("石川県", "東京都", "北海道", "大阪府", "鳥取県", "福岡県")
SAVED = 40
LEAST_DRY, LEAST_APPLIED, MOST_MB = 2_000, 1_000, 300
MOST_MS = {
    "text + prefecture, page and facets": 40,
    "text, whole country, count, page and facets": 150,
    "prefecture without text": 40,
    "index of one agency saved": 20,
}
LEAST_PAGES, MOST_PAGE_MS = 200, 100


@pytest.fixture
def country(db, tmp_path):
    """Import the whole country; returns what the import took."""
    add_first_synonyms(groups=FIRST_SYNONYMS, now=timezone.now())
    prefectures = {each.prefecture for each in open_data.places()}
    Municipality.objects.bulk_create(Municipality(**each._asdict()) for each in municipalities(prefectures))
    folder = tmp_path / "published"
    open_data.write_files(folder, OFFICES)
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "tests.benchmarks.settings",
        "BENCH_DATABASE": connection.settings_dict["NAME"],
        "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'site'}",
        "PORTAL_PREFECTURES": "all",
    }
    command = [sys.executable, "-m", "tests.benchmarks.importing", str(folder)]
    told = subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True, text=True)
    _vacuum()
    return json.loads(told.stdout.splitlines()[-1])


def _vacuum():
    """Do what the server itself does a minute after so much was written."""
    with psycopg.connect(
        host=settings.TEST_DATABASE_HOST,
        user="postgres",
        dbname=connection.settings_dict["NAME"],
        autocommit=True,
    ) as server:
        server.execute("VACUUM ANALYZE")


@contextmanager
def database_time(spent):
    """Add to a list how many milliseconds the database took meanwhile."""

    def measured(execute, sql, params, many, context):
        began = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            seconds[0] += time.perf_counter() - began

    seconds = [0.0]
    with connection.execute_wrapper(measured):
        yield
    spent.append(seconds[0] * 1000)


def p95(values):
    return statistics.quantiles(values, n=20)[-1]


def asked(wishes):
    spent = []
    for wish in wishes:
        with database_time(spent):
            find(wish, reader=Level.PUBLIC, today=timezone.localdate())
    return spent


def saved():
    """Change agencies one by one, as saving them does, and measure what their index takes."""
    spent = []
    for key in Agency.objects.order_by("public_id").values_list("pk", flat=True)[:SAVED]:
        with transaction.atomic():
            Agency.objects.filter(pk=key).update(phone=f"000-111-{key % 10_000:04d}")
            began = time.perf_counter()
            assert index_agencies_in_transaction([key], today=timezone.localdate()) == 2
            spent.append((time.perf_counter() - began) * 1000)
    return spent


def by_stock():
    """Fill stock Wagtail's index by one statement (by saving it would take an hour), and ask it the same."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO wagtailsearch_indexentry (content_type_id, object_id, title, autocomplete, body,"
            " title_norm, title_text, body_text) SELECT %s, entry.agency_id, to_tsvector(agency.name), '',"
            " to_tsvector(concat_ws(' ', agency.name_kana, agency.address, entry.folded)), 1, agency.name, ''"
            " FROM directory_finding_directoryentry AS entry"
            " JOIN directory_agency AS agency ON agency.id = entry.agency_id WHERE entry.for_public",
            [ContentType.objects.get_for_model(StockAgency).pk],
        )
    _vacuum()
    spent = []
    for word in WORDS[:6]:
        found = stock_search(word)
        with database_time(spent):
            found.count()
            list(found[:20])
    return spent


def test_a_directory_of_the_whole_country(country, capsys):
    missed = []

    def tell(name, value, bar, unit, *, is_right):
        with capsys.disabled():
            print(f"\n{name:46} {value:8.1f} {unit:9} bar {bar:5}  load {load()}", end="", flush=True)
        if not is_right:
            missed.append(f"{name}: {value:.1f} {unit}, bar {bar}")

    dry, applied = (country["rows"] / country[name] for name in ("dry", "applied"))
    tell("import, dry run", dry, LEAST_DRY, "rows/s", is_right=dry >= LEAST_DRY)
    tell("import, applied", applied, LEAST_APPLIED, "rows/s", is_right=applied >= LEAST_APPLIED)
    tell("import, most memory", country["peak"], MOST_MB, "MB", is_right=country["peak"] <= MOST_MB)
    assert DirectoryEntry.objects.count() > OFFICES * 0.9
    everywhere = [Wanted(word) for word in WORDS]
    wishes = {
        "text + prefecture, page and facets": [
            Wanted(f"{word} {place}") for word in WORDS for place in PREFECTURES
        ],
        "text, whole country, count, page and facets": everywhere * 3,
        "prefecture without text": [Wanted(place) for place in PREFECTURES] * 5,
    }
    asked(everywhere)
    for name, questions in wishes.items():
        spent = asked(questions)
        tell(f"{name}, p95", p95(spent), MOST_MS[name], "ms", is_right=p95(spent) <= MOST_MS[name])
    name = "index of one agency saved"
    spent = saved()
    tell(f"{name}, p95", p95(spent), MOST_MS[name], "ms", is_right=p95(spent) <= MOST_MS[name])
    _pages(tell)
    spent = by_stock()
    with capsys.disabled():
        print(f"\nstock Wagtail search, count and page, p95       {p95(spent):8.1f} ms         load {load()}")
    assert missed == []


# What the front cache takes for somebody's own, so that each page is made anew.
NOT_KEPT = {"Authorization": "Basic eA=="}


def _pages(tell):
    """Measure pages as readers get them, most of them kept, and beside it pages that are all made anew."""
    texts = [urlencode({"q": f"{word} {place}"}) for word in WORDS for place in PREFECTURES]
    places = [urlencode({"q": place, "page": page}) for place in PREFECTURES for page in range(1, 9)]
    with running_server() as address:
        for name, queries in (("text + prefecture", texts), ("prefecture, browsed", places)):
            paths = [f"/directory/?{query}" for query in queries]
            anew, slow_anew = rate_and_p95(address, paths, headers=NOT_KEPT)
            rate, slow = rate_and_p95(address, paths)
            is_right = rate >= LEAST_PAGES and slow < MOST_PAGE_MS
            tell(f"pages, {name}", rate, LEAST_PAGES, "pages/s", is_right=is_right)
            tell(f"pages, {name}, p95", slow, MOST_PAGE_MS, "ms", is_right=is_right)
            tell(f"pages, {name}, all made anew", anew, "none", "pages/s", is_right=True)
            tell(f"pages, {name}, all made anew, p95", slow_anew, "none", "ms", is_right=True)
