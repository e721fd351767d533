"""Published sheets, for the search over everything the public may read."""

from collections.abc import Collection, Iterator

from content.search import SearchDocument

from .access import published_versions
from .shaping import Sheet

KIND = "役割分担表"


def sheet_documents(keys: Collection[str] | None = None) -> Iterator[SearchDocument]:
    """Yield what stands on each published sheet; copies that agencies keep and drafts are in no search."""
    found = published_versions().order_by("pk")
    if keys is not None:
        found = found.filter(sheet__in=keys)
    for each in found:
        role = Sheet(each.content)
        bodies = [f"{body.name} {' '.join(body.offices)}" for body in role.bodies]
        cells = [cell.text for body in role.bodies for cell in body.cells if cell.text]
        yield SearchDocument(
            key=str(each.sheet_id),
            kind=KIND,
            title=f"{each.sheet.title}（{each.sheet.place}）",
            url=each.sheet.get_absolute_url(),
            summary=role.lead,
            texts=[*bodies, *cells, *role.issues, *role.policies, *role.notes],
        )
