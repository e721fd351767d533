"""What the yearly report says of the talks with those who asked: counts by kind of asker, nothing else."""

from datetime import datetime

from foundation.report_chapters import Chapter, ChapterRow, ChapterTable

from .models import Consultation
from .queries import year_counts

ORDER = 40


def talks_of_the_year(fiscal_year: int, _now: datetime) -> Chapter | None:
    """Return how many talks there were with each kind of asker in a fiscal year, or None without any."""
    by_kind, *_ = year_counts(Consultation.objects.all(), fiscal_year)
    rows = by_kind.rows
    if not any(row.total for row in rows):
        return None
    table = ChapterTable(
        caption="相談を受けた数（相談した方ごと）",
        rows=[ChapterRow(row.heading, row.total) for row in rows],
        unit="件",
        source="センターの相談の記録",
        caution="電話、来所、フォームの問い合わせへの返事を数えています。同じ方の相談も、そのたびに数えます。",
        adds_up=True,
        chart="bar",
    )
    return Chapter(
        heading="相談",
        order=ORDER,
        tables=[table],
        hint="どんな相談が多かったか、どうこたえたかを、だれのことかわからないように書きます。",
    )
