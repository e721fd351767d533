"""The dry run: files become lines with a verdict each; no official record changes."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import batched
from typing import IO, Any

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from directory.models import Municipality, ServiceCode
from directory.official import files
from directory.official.enums import RunState, Verdict
from directory.official.formats import Fault, Format, LineRefused, Published, as_columns
from directory.official.models import ImportFile, ImportLine, ImportProblem, ImportRun
from foundation.incoming.delimited import encoding_of
from foundation.incoming.refusal import FileRefused
from foundation.japanese.dates import wareki
from foundation.japanese.text import fold

from .order import acts_so_far_in_transaction

AT_ONCE = 2_000
# Whoever has made so many mistakes has sent the wrong file; the rest says nothing new.
MOST_PROBLEMS = 20_000
# A file of which a tenth cannot be read, and more than a few lines, is not what it seems to be.
MOST_LEFT_OUT, MOST_LEFT_OUT_SHARE = 200, 0.1
LONGEST_MESSAGE = 300
# Data of a month may come out before it begins.
PUBLISHED_BEFORE = timedelta(days=31)


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
    # The newest period that was read of each data set.
    newest: dict[str, date] = field(default_factory=dict)
    # What is wrong and not written down yet.
    problems: list[ImportProblem] = field(default_factory=list)
    # How many bytes the files hold, and those of them that come before the one that is read now.
    bytes_in_all: int = 0
    bytes_before: int = 0

    def write_problems(self) -> None:
        """Write down what was found wrong so far."""
        ImportProblem.objects.bulk_create(self.problems, batch_size=1_000)
        self.problems.clear()

    def percent_read(self, at: int) -> int:
        """Return how much has been read, being at this byte of the file."""
        return min(100, 100 * (self.bytes_before + at) // max(1, self.bytes_in_all))


@dataclass
class Source:
    """The CSV that is being read, and how much of it was no use."""

    file: ImportFile
    # Its name inside the ZIP; nothing for a bare CSV.
    inner_name: str
    service_number: str
    period: date
    lines: int = 0
    left_out: int = 0

    @property
    def is_useless(self) -> bool:
        return self.left_out > max(MOST_LEFT_OUT, MOST_LEFT_OUT_SHARE * self.lines)


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
        run.state, run.lines_read, run.counts = RunState.UPLOADED, 0, {}
        run.percent_read = 0
        run.read_at = run.read_after = None
        run.save()
    reading = _reading(run)
    found = list(run.files.all())
    reading.bytes_in_all = sum(_size(file) for file in found)
    for file in found:
        _read_file(reading, file, period, today=timezone.localdate(now))
        reading.write_problems()
    with transaction.atomic(durable=True):
        acts = acts_so_far_in_transaction()
        is_refused = run.problems.filter(stops=True).exists()
        if not is_refused:
            _judge(reading)
        run.counts = dict(reading.counts)
        run.state = RunState.REFUSED if is_refused else RunState.READ
        run.read_at, run.read_after = (None, None) if is_refused else (now, acts)
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


def _size(file: ImportFile) -> int:
    """Return how many bytes a file holds unpacked; nothing where it cannot be read."""
    with file.stored.open("rb") as stored:
        try:
            return sum(part.size for part in files.parts(stored, file.name))
        except FileRefused:
            return 0


def _read_file(reading: Reading, file: ImportFile, period: date, *, today: date) -> None:
    file.lines = 0
    with file.stored.open("rb") as stored:
        try:
            found = files.parts(stored, file.name)
        except FileRefused as refused:
            _refuse(reading, file, "", refused)
            return
        for part in found:
            inner_name = "" if part.name == part.outer_name else part.name
            source = Source(file, inner_name, part.service_number, part.period or period)
            try:
                _refuse_a_time_to_come(source, today)
                _read_part(reading, source, stored, part)
            except FileRefused as refused:
                _refuse(reading, file, inner_name, refused)
                break
    file.save(update_fields=["source", "period", "encoding", "lines"])


def _refuse_a_time_to_come(source: Source, today: date) -> None:
    """Refuse a file whose name or sender tells a time to come: what it says would be the newest for ever."""
    if source.period > today + PUBLISHED_BEFORE:
        told = wareki(source.period)
        raise FileRefused(f"公表された時期（{told}）が、まだ来ていません。ファイルの名前を確かめてください。")


def _read_part(reading: Reading, source: Source, stored: IO[bytes], part: files.Part) -> None:
    with files.opened(stored, part) as stream:
        encoding = encoding_of(stream)
    source.file.encoding = source.file.encoding or encoding
    source.file.period = source.file.period or source.period
    run = reading.run
    with files.opened(stored, part) as stream:
        rows = _rows(reading, source, files.lines(stream, encoding))
        for batch in batched(rows, AT_ONCE, strict=False):
            with transaction.atomic(durable=True):
                _copy(batch)
                run.lines_read += len(batch)
                run.percent_read = reading.percent_read(stream.tell())
                run.save(update_fields=["lines_read", "percent_read"])
            reading.write_problems()
    reading.bytes_before += part.size
    source.file.lines += source.lines


def _rows(
    reading: Reading, source: Source, lines: Iterable[tuple[int, Format, dict[str, str]]]
) -> Iterator[tuple[Any, ...]]:
    run, file = reading.run.pk, source.file.pk
    for number, family, line in lines:
        source.lines += 1
        try:
            published, faults = family.read(line)
            code = _service_code(reading, published, source.service_number)
        except LineRefused as refused:
            _leave_out(reading, source, number, refused.fault)
            continue
        source.file.source = source.file.source or published.source
        if reading.prefectures and published.prefecture not in reading.prefectures:
            reading.counts["elsewhere"] += 1
            continue
        reading.counts["emptied"] += len(faults)
        for fault in faults:
            _tell(reading, source.file, source.inner_name, number, fault)
        reading.covered.add((published.source, code, published.prefecture))
        newest = reading.newest.get(published.source, source.period)
        reading.newest[published.source] = max(newest, source.period)
        after = _after(reading, published, code, source.period)
        yield run, file, number, published.identity(code), json.dumps(after, ensure_ascii=False)
    if source.is_useless:
        told = f"{source.lines:,}行のうち{source.left_out:,}行が読めません。"
        raise FileRefused(f"{told}正しいファイルか、確かめてください。")


def _leave_out(reading: Reading, source: Source, line: int, fault: Fault) -> None:
    _tell(reading, source.file, source.inner_name, line, fault)
    reading.counts["left_out"] += 1
    source.left_out += 1


def _service_code(reading: Reading, published: Published, file_number: str) -> str:
    """Return the service's number: as its name in the line tells it, else as the file's name does."""
    source, number = published.source, file_number.lstrip("0")
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


def _refuse(reading: Reading, file: ImportFile, part: str, refused: FileRefused) -> None:
    _tell(reading, file, part, refused.line, Fault(refused.column, refused.message), stops=True)


def _tell(
    reading: Reading, file: ImportFile, part: str, line: int | None, fault: Fault, *, stops: bool = False
) -> None:
    reading.counts["problems"] += 1
    if stops or reading.counts["problems"] <= MOST_PROBLEMS:
        problem = ImportProblem(
            run=reading.run,
            file=file,
            part=part[-200:],
            line=line,
            column=fault.column[:60],
            message=fault.message[:LONGEST_MESSAGE],
            stops=stops,
        )
        reading.problems.append(problem)


def _copy(rows: Iterable[tuple[Any, ...]]) -> None:
    table = ImportLine._meta.db_table
    statement = f"COPY {table} (run_id, file_id, line, identity, after, verdict) FROM STDIN"
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row((*row, Verdict.NEW.value))


def _judge(reading: Reading) -> None:
    """Give each line its verdict, and add a line for each record that the files should have held."""
    run, names = reading.run.pk, {file.pk: file for file in reading.run.files.all()}
    with connection.cursor() as cursor:
        cursor.execute(_DOUBLES, [run])
        doubles = cursor.fetchall()
        cursor.execute(_FORGET_DOUBLES, [run])
        cursor.execute(_COMPARE, [run])
        covered = _columns(reading.covered)
        cursor.execute(_COVERED, [*covered, [reading.newest[source] for source in covered[0]]])
        reading.counts["known"], reading.counts["newer"] = cursor.fetchone()
        cursor.execute(_MISSING, [run, *covered, run])
        cursor.execute(_COUNT, [run])
        reading.counts.update(dict(cursor.fetchall()))
    for file, line, first_file, first in doubles:
        reading.counts["doubles"] += 1
        where = "" if file == first_file else f"「{names[first_file].name[:60]}」の"
        told = Fault("事業所番号", f"{where}{first}行目と同じ事業所・サービスです。この行は使いません。")
        _tell(reading, names[file], "", line, told)
    reading.write_problems()


def _columns(covered: Iterable[tuple[str, str, str]]) -> list[list[str]]:
    return [[each[place] for each in covered] for place in range(3)]


_DOUBLES = """
SELECT file_id, line, first_file, first FROM (
    SELECT file_id, line, first_value(file_id) OVER same AS first_file, first_value(line) OVER same AS first,
           row_number() OVER same AS number
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
# How many records the files speak about, and how many of these come from newer data than the files.
_COVERED = """
SELECT count(*), count(*) FILTER (WHERE record.last_period > covered.period)
FROM directory_official_officialrecord AS record
JOIN unnest(%s::text[], %s::text[], %s::text[], %s::date[])
    AS covered (source, service_code, prefecture, period) USING (source, service_code, prefecture)
WHERE record.missing_since IS NULL
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
