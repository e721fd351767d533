"""Agencies that nobody has touched say what official data says of them."""

from collections.abc import Collection
from itertools import batched

from django.db import connection

from foundation.transactions import assert_in_transaction

# As many keys as are written out for one statement.
AT_ONCE = 20_000


def follow_records_in_transaction(keys: Collection[int]) -> None:
    """Let those of these agencies that follow official data say where they are and how they are reached.

    What is said depends on the records alone (of several: still published, first kind of service, oldest), so
    taking an import back brings back what was said before.
    """
    assert_in_transaction("follow_records")
    with connection.cursor() as cursor:
        for batch in batched(keys, AT_ONCE, strict=False):
            cursor.execute(_FOLLOW, [list(batch)])


_FOLLOW = """
UPDATE directory_agency AS agency SET
    phone = record.phone, fax = record.fax, municipality_id = record.municipality_id,
    address = left(record.address, 200), folded_address = record.folded_address
FROM (
    SELECT DISTINCT ON (record.agency_id) record.*
    FROM directory_official_officialrecord AS record
    JOIN directory_servicekind AS kind ON kind.code = record.service_id
    WHERE record.agency_id = ANY(%s)
    ORDER BY record.agency_id, record.missing_since IS NOT NULL, kind.position, record.id
) AS record
WHERE agency.id = record.agency_id AND agency.follows_official
AND (agency.phone, agency.fax, agency.municipality_id, agency.address) IS DISTINCT FROM
    (record.phone, record.fax, record.municipality_id, left(record.address, 200))
"""
