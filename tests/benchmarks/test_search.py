"""How quick the search is among 5,000 things, and how right its answers are to questions judged before."""

import statistics
import time

import pytest
from django.utils import timezone

from content.search import search
from content.search.first_synonyms import FIRST_SYNONYMS
from content.search.models import SearchEntry
from content.search.queries import matching, readings
from content.search.services import add_first_synonyms, rebuild_source
from foundation.registry import search_sources
from tests.benchmarks.judged_search import QUESTIONS, documents
from tests.benchmarks.server import load

pytestmark = pytest.mark.django_db(transaction=True)

THINGS = 5_000
# The widest questions find 500 things at once.
LONGEST_P95_SECONDS = 0.25
LEAST_RECALL = LEAST_PRECISION = 0.95


@pytest.fixture
def judged(db, monkeypatch):
    """The constructed documents in the index, with the synonyms that every site begins with."""
    things = list(documents(THINGS))
    monkeypatch.setitem(search_sources._sources, "judged", lambda keys=None: things)
    began = time.perf_counter()
    assert rebuild_source(source="judged") == THINGS
    seconds = time.perf_counter() - began
    add_first_synonyms(groups=FIRST_SYNONYMS, now=timezone.now())
    return seconds


def answers(typed):
    """Return all that a question finds, as the page would find it, not only the ten best of a kind."""
    for reading in readings(typed):
        keys = set(matching(reading.asked).values_list("key", flat=True))
        if keys:
            return keys
    return set()


def test_p95_of_a_search(judged, capsys):
    seconds = []
    for typed in QUESTIONS:
        began = time.perf_counter()
        search(typed)
        seconds.append(time.perf_counter() - began)
    p95 = statistics.quantiles(seconds, n=20)[-1]
    with capsys.disabled():
        print(
            f"\nsearch among {SearchEntry.objects.count()}: p50 {statistics.median(seconds) * 1000:.0f} ms  "
            f"p95 {p95 * 1000:.0f} ms  longest {max(seconds) * 1000:.0f} ms  "
            f"index of all made in {judged:.1f} s  load {load()}"
        )
    assert p95 < LONGEST_P95_SECONDS


def test_recall_and_precision_of_judged_questions(judged, capsys):
    subjects = dict(SearchEntry.objects.values_list("key", "key"))
    recalls, precisions, weak = [], [], []
    for typed, wanted in QUESTIONS.items():
        right = {key for key in subjects if key.split("-")[0] in wanted}
        got = answers(typed)
        recall = len(right & got) / len(right) if right else 1.0
        precision = len(right & got) / len(got) if got else float(not right)
        recalls.append(recall)
        precisions.append(precision)
        if min(recall, precision) < 1:
            weak.append(f"{typed} {recall:.2f}/{precision:.2f}")
    with capsys.disabled():
        print(
            f"\n{len(QUESTIONS)} judged questions: recall {statistics.mean(recalls):.3f}  "
            f"precision {statistics.mean(precisions):.3f}  weak: {', '.join(weak) or '–'}"
        )
    assert statistics.mean(recalls) >= LEAST_RECALL
    assert statistics.mean(precisions) >= LEAST_PRECISION
