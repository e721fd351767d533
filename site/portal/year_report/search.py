from collections.abc import Collection, Iterator

from content.search import SearchDocument

from .models import YearReport

SOURCE, KIND = "year_reports", "1年の報告"


def report_documents(keys: Collection[str] | None = None) -> Iterator[SearchDocument]:
    """Yield the reports that are published now, these or all; of their tables only the words."""
    reports = YearReport.objects.current().prefetch_related("chapters")
    for report in reports if keys is None else reports.filter(pk__in=keys):
        texts = [report.foreword]
        for chapter in report.chapters.all():
            texts += [chapter.heading, chapter.words]
            texts += [table["caption"] for table in chapter.tables]
            texts += [link["title"] for link in chapter.links]
        yield SearchDocument(
            key=str(report.pk),
            kind=KIND,
            title=report.title,
            url=report.get_absolute_url(),
            summary=f"{report.year_word}の、センターの仕事の報告です。",
            texts=[text for text in texts if text],
        )
