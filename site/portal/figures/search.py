"""What the site's search finds among the figures: words, never a number of a row."""

from collections.abc import Collection, Iterator

from content.search import SearchDocument

from .models import StatTable

SOURCE, KIND = "figures", "数字"


def figure_documents(keys: Collection[str] | None = None) -> Iterator[SearchDocument]:
    """Yield the published tables, these or all."""
    tables = StatTable.objects.public().prefetch_related("values")
    for table in tables if keys is None else tables.filter(pk__in=keys):
        labels = [each.label for each in table.values.all()]
        yield SearchDocument(
            key=str(table.pk),
            kind=KIND,
            title=table.title,
            url=table.get_absolute_url(),
            summary=f"{table.measured}（{table.when}）",
            texts=[table.base_text, table.source_title, *labels],
        )
