"""The dry run: files become lines with a verdict each; no official record changes."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import batched
from typing import IO, Any

from django.conf import settings
from django.db import connection, transaction

from directory.models import Municipality, ServiceCode
from directory.official import files
from directory.official.enums import RunState, Verdict
from directory.official.formats import Fault, Format, LineRefused, Published, as_columns
from directory.official.models import ImportFile, ImportLine, ImportProblem, ImportRun
from foundation.japanese.text import fold

AT_ONCE = 5_000
# Whoever has made so many mistakes has sent the wrong file; the rest says nothing new.
MOST_PROBLEMS = 200
LONGEST_MESSAGE = 300


@dataclass
class Reading:
    """What one run has read so far."""

    run: ImportRun
    codes: Mapping[tuple[str, str], str]
    names: Mapping[tuple[str, str], str]
    prefectures: frozenset[str]
    counts: Counter[str] = field(default_factory=Counter)
    # What the files speak about: a record outside of it is not missing.
    covered: set[tuple[str, str, str]] = field(default_factory=set)
    problems: int = 0


def read_run(*, run: ImportRun, period: date, now: datetime) -> ImportRun:
    """Read all files of a run and say for each record what would become of it.

    Begins anew where an earlier try was killed. Ends in `READ`, or in `REFUSED` with the problems that say
    file, line and column; nothing else has changed then. `period` counts where a file's name tells none.
    """
    with transaction.atomic(durable=True):
        run = ImportRun.objects.select_for_update().get(pk=run.pk)
        if run.state not in (RunState.UPLOADED, RunState.REFUSED):
            return run
        run.found.all().delete()
        run.problems.all().delete()
    reading = _reading(run)
    for file in run.files.all():
        _read_file(reading, file, period)
    with transaction.atomic(durable=True):
        is_refused = run.problems.filter(stops=True).exists()
        if not is_refused:
            _judge(reading)
        run.counts = dict(reading.counts)
        run.state = RunState.REFUSED if is_refused else RunState.READ
        run.read_at = None if is_refused else now
        run.save()
    return run


def _reading(run: ImportRun) -> Reading:
    rows = ServiceCode.objects.values_list("source", "code", "service", "published_name")
    return Reading(
        run=run,
        codes={(source, code): service for source, code, service, _ in rows},
        names={(source, fold(name)): code for source, code, _, name in rows},
        prefectures=_prefectures(),
    )


def _prefectures() -> frozenset[str]:
    """Return the prefectures whose offices are taken in; none means all."""
    wanted = frozenset(filter(None, settings.DIRECTORY_PREFECTURES))
    if wanted == {"all"}:
        return frozenset()
    return wanted or frozenset(Municipality.objects.values_list("prefecture", flat=True))


def _read_file(reading: Reading, file: ImportFile, period: date) -> None:
    with file.stored.open("rb") as stored:
        try:
            for part in files.parts(stored, file.name):
                _read_part(reading, file, stored, part, part.period or period)
        except files.FileRefused as refused:
            _tell(reading, file, refused.line, Fault(refused.column, refused.message), stops=True)


def _read_part(reading: Reading, file: ImportFile, stored: IO[bytes], part: files.Part, period: date) -> None:
    with files.opened(stored, part) as stream:
        encoding = files.encoding_of(stream)
    with files.opened(stored, part) as stream:
        rows = _rows(reading, file, files.lines(stream, encoding), part, period)
        for batch in batched(rows, AT_ONCE, strict=False):
            with transaction.atomic(durable=True):
                _copy(batch)
                reading.run.lines_read += len(batch)
                reading.run.save(update_fields=["lines_read"])


def _rows(
    reading: Reading,
    file: ImportFile,
    lines: Iterable[tuple[int, Format, dict[str, str]]],
    part: files.Part,
    period: date,
) -> Iterator[tuple[Any, ...]]:
    for number, family, line in lines:
        try:
            published, faults = family.read(line)
            code = _service_code(reading, published, part)
        except LineRefused as refused:
            _tell(reading, file, number, refused.fault)
            reading.counts["left_out"] += 1
            continue
        if reading.prefectures and published.prefecture not in reading.prefectures:
            reading.counts["elsewhere"] += 1
            continue
        for fault in faults:
            _tell(reading, file, number, fault)
        reading.covered.add((published.source, code, published.prefecture))
        after = _after(reading, published, code, period)
        yield reading.run.pk, file.pk, number, published.identity(code), json.dumps(after, ensure_ascii=False)


def _service_code(reading: Reading, published: Published, part: files.Part) -> str:
    """Return the service's number: as its name in the line tells it, else as the file's name does."""
    source, number = published.source, part.service_number.lstrip("0")
    by_name = reading.names.get((source, fold(published.service_name)))
    if (source, number) in reading.codes and (
        by_name is None or reading.codes[source, number] == reading.codes[source, by_name]
    ):
        return number
    if by_name is None:
        raise LineRefused("サービス種別", f"知らないサービスです：{published.service_name[:40]}")
    return by_name


def _after(reading: Reading, published: Published, code: str, period: date) -> dict[str, Any]:
    return as_columns(published) | {
        "fingerprint": str(published.fingerprint),
        "service_code": code,
        "service_id": reading.codes[published.source, code],
        "period": period.isoformat(),
        "area_code": published.area_code[:5],
        "folded_name": published.folded_name,
        "folded_kana": fold(published.name_kana or published.name),
    }


def _tell(reading: Reading, file: ImportFile, line: int | None, fault: Fault, *, stops: bool = False) -> None:
    reading.problems += 1
    if stops or reading.problems <= MOST_PROBLEMS:
        ImportProblem.objects.create(
            run=reading.run,
            file=file,
            line=line,
            column=fault.column[:60],
            message=fault.message[:LONGEST_MESSAGE],
            stops=stops,
        )


def _copy(rows: Iterable[tuple[Any, ...]]) -> None:
    table = ImportLine._meta.db_table  # noqa: SLF001 -- Django's public-by-habit name
    statement = f"COPY {table} (run_id, file_id, line, identity, after, verdict) FROM STDIN"
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row((*row, Verdict.NEW.value))


def _judge(reading: Reading) -> None:
    """Give each line its verdict, and add a line for each record that the files should have held."""
    run = reading.run.pk
    with connection.cursor() as cursor:
        cursor.execute(_DOUBLES, [run])
        doubles = cursor.fetchall()
        cursor.execute(_FORGET_DOUBLES, [run])
        cursor.execute(_COMPARE, [run])
        cursor.execute(_MISSING, [run, *_columns(reading.covered), run])
        cursor.execute(_COUNT, [run])
        reading.counts.update(dict(cursor.fetchall()))
    for file, line, first in doubles:
        reading.counts["doubles"] += 1
        told = Fault("", f"{first}行目と同じ事業所・サービスです。この行は使いません。")
        _tell(reading, ImportFile(pk=file), line, told)


def _columns(covered: Iterable[tuple[str, str, str]]) -> list[list[str]]:
    return [[each[place] for each in covered] for place in range(3)]


_DOUBLES = """
SELECT file_id, line, first FROM (
    SELECT file_id, line, first_value(line) OVER same AS first, row_number() OVER same AS number
    FROM directory_official_importline WHERE run_id = %s
    WINDOW same AS (PARTITION BY identity ORDER BY id)
) AS numbered WHERE number > 1 ORDER BY file_id, line
"""
_FORGET_DOUBLES = """
DELETE FROM directory_official_importline WHERE id IN (
    SELECT id FROM (
        SELECT id, row_number() OVER (PARTITION BY identity ORDER BY id) AS number
        FROM directory_official_importline WHERE run_id = %s
    ) AS numbered WHERE number > 1
)
"""
_COMPARE = """
UPDATE directory_official_importline AS line SET
    record_id = record.id,
    verdict = CASE WHEN record.fingerprint = (line.after ->> 'fingerprint')::uuid
                   AND record.missing_since IS NULL THEN 'same' ELSE 'changed' END,
    before = to_jsonb(record) - 'agency_id' - 'attached' - 'attached_on'
FROM directory_official_officialrecord AS record
WHERE line.run_id = %s AND record.identity = line.identity
"""
_MISSING = """
INSERT INTO directory_official_importline (run_id, identity, verdict, record_id, before)
SELECT %s, record.identity, 'missing', record.id,
       to_jsonb(record) - 'agency_id' - 'attached' - 'attached_on'
FROM directory_official_officialrecord AS record
JOIN unnest(%s::text[], %s::text[], %s::text[]) AS covered (source, service_code, prefecture)
    USING (source, service_code, prefecture)
WHERE record.missing_since IS NULL
AND NOT EXISTS (
    SELECT FROM directory_official_importline AS line
    WHERE line.run_id = %s AND line.identity = record.identity
)
"""
_COUNT = """
SELECT verdict, count(*) FROM directory_official_importline WHERE run_id = %s GROUP BY verdict
"""
