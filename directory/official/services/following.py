"""Agencies that nobody has touched say what official data says of them."""

from collections.abc import Collection
from itertools import batched

from django.db import connection

from foundation.japanese.text import fold
from foundation.transactions import assert_in_transaction

# As many keys as are written out for one statement.
AT_ONCE = 20_000


def follow_records_in_transaction(keys: Collection[int]) -> list[int]:
    """Let those of these agencies that follow official data say who and where they are, and their numbers.

    What is said depends on the records alone, so taking an import back brings back what was said before.
    Place and numbers come from the record that is still published, of the first kind of service, oldest. Name
    and corporation come from the record that the agency was made of, and from the oldest one that is still
    published once that is gone: another service does not rename an agency, a new name of the office does.
    Returns the ids of corporations that were added for it.
    """
    assert_in_transaction("follow_records")
    with connection.cursor() as cursor:
        added: list[int] = []
        for batch in batched(keys, AT_ONCE, strict=False):
            cursor.execute(_FOLLOW, [list(batch)])
            cursor.execute(_ADD_CORPORATIONS, [list(batch)])
            added += [key for (key,) in cursor.fetchall()]
            cursor.execute(_RENAMED, [list(batch)])
            rows = [
                (key, name[:100], kana[:200], fold(name), fold(kana or name), corporation)
                for key, name, kana, corporation in cursor.fetchall()
            ]
            if rows:
                cursor.execute(_RENAME, [list(column) for column in zip(*rows, strict=True)])
    return added


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
# The record that gives an agency its name; those that it was made of in the order in which they did so.
_NAMING = """
SELECT DISTINCT ON (record.agency_id) record.*
FROM directory_official_officialrecord AS record
JOIN directory_servicekind AS kind ON kind.code = record.service_id
JOIN directory_agency AS agency ON agency.id = record.agency_id AND agency.follows_official
WHERE record.agency_id = ANY(%s)
ORDER BY record.agency_id, record.missing_since IS NOT NULL, record.attached <> 'made',
    CASE record.attached WHEN 'made' THEN kind.position ELSE 0 END, record.id
"""
_ADD_CORPORATIONS = f"""
INSERT INTO directory_corporation (corporate_number, name, name_kana)
SELECT DISTINCT ON (record.corporate_number) record.corporate_number, left(record.corporation_name, 100), ''
FROM ({_NAMING}) AS record
WHERE record.corporate_number <> '' AND record.corporation_name <> ''
ORDER BY record.corporate_number, record.id
ON CONFLICT (corporate_number) DO NOTHING
RETURNING id
"""  # noqa: S608 -- words of ours
_RENAMED = f"""
SELECT agency.id, record.name, record.name_kana, corporation.id
FROM ({_NAMING}) AS record
JOIN directory_agency AS agency ON agency.id = record.agency_id
LEFT JOIN directory_corporation AS corporation
    ON corporation.corporate_number = record.corporate_number AND record.corporate_number <> ''
WHERE (agency.name, agency.name_kana, agency.corporation_id) IS DISTINCT FROM
    (left(record.name, 100), left(record.name_kana, 200), corporation.id)
"""  # noqa: S608 -- words of ours
_RENAME = """
UPDATE directory_agency AS agency SET
    name = said.name, name_kana = said.name_kana,
    folded_name = said.folded_name, folded_kana = said.folded_kana, corporation_id = said.corporation_id
FROM unnest(%s::bigint[], %s::text[], %s::text[], %s::text[], %s::text[], %s::bigint[])
    AS said (id, name, name_kana, folded_name, folded_kana, corporation_id)
WHERE agency.id = said.id
"""
