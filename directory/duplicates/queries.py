"""Which agencies may be the same, and why."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.cache import cache
from django.db import connection
from django.db.models import Max

from directory.models import Agency
from foundation.public_pages import version

from .models import DifferentAgencies

# A telephone number or an address that more agencies share belongs to a head office or a big building.
MOST_WHO_SHARE = 5
# The same name in one municipality, oftener than this, is a word and no name.
MOST_NAMESAKES = 20
# Of names as PostgreSQL's trigrams compare them, 0 to 1.
NEAR_NAME = 0.5
PAIRS_PER_PAGE = 20
KEPT_SECONDS = 60 * 60
_REASONS = {
    "name": "名前と市町村が同じ",
    "phone": "電話番号が同じ",
    "address": "住所が同じ",
    "body": "法人が同じで名前が近い",
}


@dataclass(frozen=True)
class Suggestion:
    """Two agencies, the one that was added earlier first, and what speaks for their being the same."""

    first: Agency
    second: Agency
    reasons: list[str]


@dataclass(frozen=True)
class Suggestions:
    """One page of them, and how many there are."""

    rows: list[Suggestion]
    total: int


def suggestions(*, today: date, page: int = 1) -> Suggestions:
    """Return pairs of open agencies that may be one, those with most reasons first."""
    pairs = _pairs(today=today, limit=PAIRS_PER_PAGE, offset=PAIRS_PER_PAGE * (page - 1))
    return Suggestions(_rows(pairs), pairs[0][3] if pairs else 0)


def how_many(*, today: date) -> int:
    """Return how many pairs there are, and nothing about them; counted again when something has changed."""
    newest = Agency.objects.aggregate(newest=Max("pk"))["newest"]
    told = DifferentAgencies.objects.aggregate(newest=Max("pk"))["newest"]
    known = version.read()
    key = f"directory.duplicates.{known[1] if known else 0}.{newest}.{told}.{today}"
    count: int | None = cache.get(key)
    if count is None:
        pairs = _pairs(today=today, limit=1, offset=0)
        count = pairs[0][3] if pairs else 0
        cache.set(key, count, KEPT_SECONDS)
    return count


def _pairs(*, today: date, limit: int, offset: int) -> list[tuple[int, int, list[str], int]]:
    values: dict[str, Any] = {"today": today, "most": MOST_WHO_SHARE, "near": NEAR_NAME}
    values["namesakes"] = MOST_NAMESAKES
    with connection.cursor() as cursor:
        cursor.execute(_PAIRS, values | {"limit": limit, "offset": offset})
        found: list[tuple[int, int, list[str], int]] = cursor.fetchall()
    return found


def _rows(pairs: Sequence[tuple[int, int, list[str], int]]) -> list[Suggestion]:
    keys = {key for first, second, _, _ in pairs for key in (first, second)}
    found = Agency.objects.select_related("kind", "municipality", "corporation").in_bulk(keys)
    return [
        Suggestion(found[first], found[second], [word for name, word in _REASONS.items() if name in reasons])
        for first, second, reasons, _ in pairs
    ]


_PAIRS = """
WITH open_agency AS (
    SELECT id, folded_name, folded_address, municipality_id, corporation_id,
           regexp_replace(phone, '[^0-9]', '', 'g') AS digits
    FROM directory_agency
    WHERE merged_into_id IS NULL AND (closed_on IS NULL OR closed_on > %(today)s)
), shared AS (
    SELECT 'phone' AS reason, array_agg(id ORDER BY id) AS ids FROM open_agency
    WHERE length(digits) >= 9 GROUP BY digits HAVING count(*) BETWEEN 2 AND %(most)s
    UNION ALL
    SELECT 'address', array_agg(id ORDER BY id) FROM open_agency
    WHERE folded_address <> '' GROUP BY folded_address HAVING count(*) BETWEEN 2 AND %(most)s
    UNION ALL
    SELECT 'name', array_agg(id ORDER BY id) FROM open_agency
    WHERE municipality_id IS NOT NULL GROUP BY folded_name, municipality_id
    HAVING count(*) BETWEEN 2 AND %(namesakes)s
), pair AS (
    SELECT one.id AS first, other.id AS second, reason
    FROM shared, unnest(ids) AS one (id), unnest(ids) AS other (id) WHERE one.id < other.id
    UNION ALL
    SELECT one.id, other.id, 'body' FROM open_agency AS one
    JOIN open_agency AS other USING (corporation_id, municipality_id)
    WHERE one.id < other.id AND one.folded_name <> other.folded_name
    AND similarity(one.folded_name, other.folded_name) >= %(near)s
)
SELECT first, second, array_agg(reason), count(*) OVER ()
FROM pair
WHERE NOT EXISTS (
    SELECT FROM directory_duplicates_differentagencies AS told
    WHERE told.first_id = pair.first AND told.second_id = pair.second
)
GROUP BY first, second ORDER BY count(*) DESC, first, second LIMIT %(limit)s OFFSET %(offset)s
"""
