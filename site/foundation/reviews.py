"""What somebody has to look at again: one shape for pages, figures, sheets, guides and forms.

An app registers a function (today) -> rows in `foundation.registry.review_sources`; the list pulls.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from foundation.registry import review_sources


@dataclass(frozen=True)
class Due:
    """Something whose content should have been checked by now; without `due_on` nobody ever said when.

    `address` is where whoever looks at it says so. `responsible` is an office or a job, never a partner.
    `readers` are the roles that may know of it; empty, everybody who writes.
    """

    kind: str
    title: str
    address: str
    responsible: str
    due_on: date | None
    reviewed_on: date | None
    readers: frozenset[str] = frozenset()


def everything_due(today: date, *, without: Collection[str] = ()) -> list[Due]:
    """Return all that is due today, first what is longest overdue, at the end what has no day.

    Sources named in `without`, by the names they registered, are not asked at all.
    """
    rows = [row for name, source in review_sources.items() if name not in without for row in source(today)]
    return sorted(rows, key=lambda row: (row.due_on is None, row.due_on or date.max, row.kind, row.title))
