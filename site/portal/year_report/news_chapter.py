"""The news of a year, to read on: what the centre told the public."""

from datetime import datetime, timedelta

from foundation.japanese.dates import fiscal_year_span
from foundation.report_chapters import Chapter, ChapterLink
from portal.models import NewsPage

ORDER = 80
MOST_NEWS = 40


def news_of_the_year(fiscal_year: int, _now: datetime) -> Chapter | None:
    """Return the published news of a fiscal year from its first day on, or None when there was none."""
    begins, ends = (moment.date() for moment in fiscal_year_span(fiscal_year))
    news = NewsPage.objects.newest_first().filter(day__gte=begins, day__lte=ends - timedelta(days=1))
    links = [ChapterLink(page.title, day=page.day, page_id=page.pk) for page in news[:MOST_NEWS]]
    if not links:
        return None
    return Chapter(
        heading="この年のお知らせ",
        order=ORDER,
        links=links[::-1],
        hint="とくに知ってほしいお知らせがあれば、ひとこと書きます。",
    )
