"""What the yearly report says of lectures: how many were held on what, and how many people came."""

from collections import Counter
from datetime import datetime

from foundation.japanese.dates import fiscal_year_span
from foundation.report_chapters import Chapter, ChapterRow, ChapterTable

from .enums import RequestState
from .models import LectureRequest

ORDER = 31
SOURCE = "出前講座の記録"
OWN_WORDS = "このほかの内容"


def lectures_of_the_year(fiscal_year: int, _now: datetime) -> Chapter | None:
    """Return the lectures held in a fiscal year as counts, or None when there was none; no host is named."""
    begins, ends = fiscal_year_span(fiscal_year)
    held = LectureRequest.objects.filter(
        state__in=[RequestState.HELD, RequestState.REPORTED],
        event__sessions__starts_at__gte=begins,
        event__sessions__starts_at__lt=ends,
    )
    rows = list(held.order_by("pk").values_list("theme__title", "people_came").distinct("pk"))
    if not rows:
        return None
    themes = Counter(title or OWN_WORDS for title, _ in rows)
    people = sum(came or 0 for _, came in rows)
    whole = [ChapterRow("行った回数", len(rows), "回"), ChapterRow("聞いた方（のべ）", people, "人")]
    by_theme = [ChapterRow(title, count) for title, count in sorted(themes.items())]
    return Chapter(
        heading="出前講座",
        order=ORDER,
        tables=[
            ChapterTable("行った回数と、聞いた方の数", whole, "", SOURCE),
            ChapterTable("行った回数（題目ごと）", by_theme, "回", SOURCE, adds_up=True, chart="bar"),
        ],
        hint="どんな場にうかがい、どんな声があったか（だれのことかわからないように）を書きます。",
    )
