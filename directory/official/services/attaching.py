"""To which agency an official record belongs: surely, perhaps, or to a new one."""

from datetime import date
from typing import Any

from django.db import connection

from directory.models.agency import new_public_id
from directory.official.models import ImportRun
from foundation.transactions import assert_in_transaction, settings_for_now


def attach_new_records_in_transaction(*, run: ImportRun, today: date) -> dict[str, list[int]]:
    """Give each record of a run that has no agency its agency; returns ids of what was added for it.

    Surely the same: 法人番号 and address of a record that has one, or of the agency itself; or name and
    address, whatever the number says. Perhaps the same (name and municipality, name and 法人番号, or address
    without another 法人番号; also closed agencies): a person decides, and until then the record has no
    agency. All others become agencies, one for each name, address and 法人番号.
    """
    assert_in_transaction("attach_new_records")
    values: dict[str, Any] = {"run": run.pk, "today": today}
    # Of what this transaction wrote the planner knows nothing, and takes thousands of rows for a few.
    with settings_for_now(enable_nestloop="off"), connection.cursor() as cursor:
        cursor.execute(_NEW, values)
        for statement in (_SAME_PLACE, _SAME_AGENCY, _SAME_NAME_AND_ADDRESS, _PROPOSE):
            cursor.execute(statement, values)
        cursor.execute(_PLACES, values)
        cursor.execute("SELECT coalesce(max(number), 0) FROM directory_place_of_record")
        (places,) = cursor.fetchone()
        with cursor.copy("COPY directory_new_place (number, public_id) FROM STDIN") as copy:
            for number in range(1, places + 1):
                copy.write_row((number, new_public_id()))
        made = {}
        for name, statement in (("corporations", _ADD_CORPORATIONS), ("agencies", _ADD_AGENCIES)):
            cursor.execute(statement, values)
            made[name] = [key for (key,) in cursor]
        for statement in (_ATTACH_ADDED, _DROP):
            cursor.execute(statement, values)
    return made


_NEW = """
CREATE TEMPORARY TABLE directory_new_record ON COMMIT DROP AS
SELECT record.id, record.corporate_number, record.folded_address, record.municipality_id, record.service_id,
       record.source, line.after ->> 'folded_name' AS folded_name, line.after ->> 'folded_kana' AS folded_kana
FROM directory_official_importline AS line
JOIN directory_official_officialrecord AS record ON record.id = line.record_id
WHERE line.run_id = %(run)s AND record.agency_id IS NULL
AND NOT EXISTS (SELECT FROM directory_official_recordproposal AS known WHERE known.record_id = record.id);
CREATE INDEX ON directory_new_record (corporate_number, folded_address);
ANALYZE directory_new_record;
CREATE TEMPORARY TABLE directory_new_place (number integer PRIMARY KEY, public_id varchar(8)) ON COMMIT DROP
"""
# What is closed is not opened again by an import.
_CURRENT = "agency.merged_into_id IS NULL AND (agency.closed_on IS NULL OR agency.closed_on > %(today)s)"
_ATTACH = """
UPDATE directory_official_officialrecord AS record
SET agency_id = known.agency_id, attached = 'import', attached_on = %(today)s
FROM directory_new_record AS new, ({known}) AS known
WHERE record.id = new.id AND record.agency_id IS NULL AND {condition}
"""


def _attach(*, known: str, condition: str) -> str:
    return _ATTACH.format(known=known.replace("current_agency", _CURRENT), condition=condition)


# A place where one corporation has two agencies says nothing: a person decides.
_SAME_PLACE = _attach(
    known="""
    SELECT corporate_number, record.folded_address, min(agency_id) AS agency_id
    FROM directory_official_officialrecord AS record
    JOIN directory_agency AS agency ON agency.id = record.agency_id
    WHERE corporate_number <> '' AND record.folded_address <> '' AND current_agency
    GROUP BY corporate_number, record.folded_address HAVING count(DISTINCT agency_id) = 1
    """,
    condition="known.corporate_number = new.corporate_number AND known.folded_address = new.folded_address",
)
_SAME_AGENCY = _attach(
    known="""
    SELECT corporation.corporate_number, agency.folded_address, min(agency.id) AS agency_id
    FROM directory_agency AS agency
    JOIN directory_corporation AS corporation ON corporation.id = agency.corporation_id
    WHERE current_agency AND agency.folded_address <> ''
    GROUP BY corporation.corporate_number, agency.folded_address HAVING count(*) = 1
    """,
    condition="known.corporate_number = new.corporate_number AND known.folded_address = new.folded_address",
)
_SAME_NAME_AND_ADDRESS = _attach(
    known="""
    SELECT agency.folded_name, agency.folded_address, min(agency.id) AS agency_id
    FROM directory_agency AS agency
    WHERE current_agency AND agency.folded_address <> ''
    GROUP BY agency.folded_name, agency.folded_address HAVING count(*) = 1
    """,
    condition="known.folded_name = new.folded_name AND known.folded_address = new.folded_address",
)
_PROPOSE = """
INSERT INTO directory_official_recordproposal (record_id, agency_id, reasons)
SELECT new.id, agency.id, to_jsonb(array_remove(ARRAY[
    CASE WHEN agency.folded_name = new.folded_name THEN '名前が同じ' END,
    CASE WHEN agency.folded_address = new.folded_address THEN '住所が同じ' END,
    CASE WHEN corporation.corporate_number = new.corporate_number THEN '法人番号が同じ' END,
    CASE WHEN agency.municipality_id = new.municipality_id THEN '市町村が同じ' END,
    CASE WHEN agency.closed_on <= %(today)s THEN '閉じた機関です' END
], NULL))
FROM directory_new_record AS new
JOIN directory_official_officialrecord AS record ON record.id = new.id AND record.agency_id IS NULL
JOIN directory_agency AS agency ON agency.merged_into_id IS NULL AND (
    agency.folded_name = new.folded_name
    OR (agency.folded_address = new.folded_address AND new.folded_address <> '')
)
LEFT JOIN directory_corporation AS corporation ON corporation.id = agency.corporation_id
WHERE (agency.folded_name = new.folded_name AND (
    agency.municipality_id = new.municipality_id
    OR (corporation.corporate_number = new.corporate_number AND new.corporate_number <> '')
)) OR (
    agency.folded_address = new.folded_address AND new.folded_address <> ''
    -- Two corporations share many a building.
    AND (new.corporate_number = '' OR corporation.corporate_number IS NULL
         OR corporation.corporate_number = new.corporate_number)
)
ON CONFLICT DO NOTHING
"""
# Records of one name, address and corporation are one agency; its kind is that of its first service.
_PLACES = """
CREATE TEMPORARY TABLE directory_place_of_record ON COMMIT DROP AS
SELECT new.id, new.folded_name, new.folded_kana, kind.agency_kind_id, kind.position,
    dense_rank() OVER (ORDER BY new.corporate_number, new.folded_address, new.folded_name) AS number
FROM directory_new_record AS new
JOIN directory_servicekind AS kind ON kind.code = new.service_id
JOIN directory_official_officialrecord AS record ON record.id = new.id AND record.agency_id IS NULL
WHERE NOT EXISTS (SELECT FROM directory_official_recordproposal AS doubt WHERE doubt.record_id = new.id);
CREATE INDEX ON directory_place_of_record (number);
ANALYZE directory_place_of_record
"""
_ADD_CORPORATIONS = """
INSERT INTO directory_corporation (corporate_number, name, name_kana)
SELECT DISTINCT ON (record.corporate_number) record.corporate_number, left(record.corporation_name, 100), ''
FROM directory_place_of_record AS place
JOIN directory_official_officialrecord AS record ON record.id = place.id
WHERE record.corporate_number <> '' AND record.corporate_number !~ '^0' AND record.corporation_name <> ''
ORDER BY record.corporate_number, record.id
ON CONFLICT (corporate_number) DO NOTHING
RETURNING id
"""
_ADD_AGENCIES = """
INSERT INTO directory_agency (
    public_id, kind_id, sector, name, name_kana, folded_name, folded_kana, municipality_id, corporation_id,
    postal_code, address, folded_address, phone, fax, email, follows_official
)
SELECT DISTINCT ON (place.number)
    chosen.public_id, kind.code, kind.sector, left(record.name, 100), left(record.name_kana, 200),
    place.folded_name, place.folded_kana, record.municipality_id, corporation.id,
    '', left(record.address, 200), record.folded_address, record.phone, record.fax, '', TRUE
FROM directory_place_of_record AS place
JOIN directory_new_place AS chosen ON chosen.number = place.number
JOIN directory_official_officialrecord AS record ON record.id = place.id
JOIN directory_agencykind AS kind ON kind.code = place.agency_kind_id
LEFT JOIN directory_corporation AS corporation
    ON corporation.corporate_number = record.corporate_number AND record.corporate_number <> ''
ORDER BY place.number, place.position, record.id
RETURNING id
"""
_ATTACH_ADDED = """
UPDATE directory_official_officialrecord AS record
SET agency_id = agency.id, attached = 'made', attached_on = %(today)s
FROM directory_place_of_record AS place
JOIN directory_new_place AS chosen ON chosen.number = place.number
JOIN directory_agency AS agency ON agency.public_id = chosen.public_id
WHERE record.id = place.id
"""
# So that a transaction may attach the records of several runs.
_DROP = "DROP TABLE directory_new_record, directory_new_place, directory_place_of_record"
