"""Reads of imports and official records for the desk and its files."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Case, IntegerField, Max, Prefetch, QuerySet, Value, When

from directory.models import Agency, ServiceKind
from directory.official.comparing import Difference, differences
from directory.official.enums import RunState, Verdict
from directory.official.models import ImportLine, ImportRun, OfficialRecord, RecordProposal
from foundation.exports.table import Cell, Column, Table

# What a person looks at; what stayed the same says nothing.
TOLD = (Verdict.NEW, Verdict.CHANGED, Verdict.MISSING)
MOST_PROBLEMS_SHOWN = 50
SLOW = timedelta(minutes=30)
_FILE_COLUMNS = (
    Column("判定", width=12),
    Column("行", "number", width=8),
    Column("サービス", width=24),
    Column("事業所番号", "code", width=14),
    Column("名前", width=36),
    Column("住所", width=44),
    Column("法人の名前", width=32),
    Column("電話番号", "phone", width=16),
    Column("変わったこと（前→今）", width=60),
)

_PROBLEM_COLUMNS = (
    Column("ファイル", width=36),
    Column("ZIPの中のファイル", width=36),
    Column("行", "number", width=8),
    Column("列", width=28),
    Column("直すところ", width=70),
)


@dataclass(frozen=True)
class LineRow:
    """A line of a run as a person reads it."""

    verdict: Verdict
    line: int | None
    service: str
    said: dict[str, Any]
    differences: list[Difference]


def runs() -> QuerySet[ImportRun]:
    """Return all runs with their files, newest first."""
    return ImportRun.objects.select_related("uploaded_by__person").prefetch_related("files")


def last_applied() -> ImportRun | None:
    """Return the run that can be taken back: the last one that holds."""
    return ImportRun.objects.filter(state=RunState.APPLIED).order_by("-applied_as").first()


def lines(run: ImportRun, verdict: str) -> QuerySet[ImportLine]:
    """Return the lines of one verdict, in the order of the files."""
    return run.found.filter(verdict=verdict).order_by("id")


def line_rows(found: Iterable[ImportLine]) -> list[LineRow]:
    """Return lines in words."""
    names = dict(ServiceKind.objects.values_list("code", "short_name"))
    return [_row(each, names) for each in found]


def _row(line: ImportLine, names: dict[str, str]) -> LineRow:
    said = line.after or line.before or {}
    service = names.get(said.get("service_id", ""), "")
    return LineRow(Verdict(line.verdict), line.line, service, said, differences(line.before, line.after))


def file_of(run: ImportRun) -> Table:
    """Return everything that a run found new, changed or missing, to be kept as a file."""
    order = Case(
        *(When(verdict=verdict, then=Value(place)) for place, verdict in enumerate(TOLD)),
        output_field=IntegerField(),
    )
    found = run.found.filter(verdict__in=TOLD).order_by(order, "id")
    rows = [
        [
            *(row.verdict.label, row.line, row.service, row.said.get("office_number")),
            *(row.said.get("name"), row.said.get("address"), row.said.get("corporation_name")),
            *(row.said.get("phone"), "／".join(map(str, row.differences))),
        ]
        for row in line_rows(found.iterator(chunk_size=2000))
    ]
    return Table(f"公表データの取り入れ{run.pk}", _FILE_COLUMNS, rows)


def problems_of(run: ImportRun) -> Table:
    """Return lines that cannot be read and places left empty, where each stands, to be kept as a file."""
    found = run.problems.select_related("file")
    rows: list[list[Cell]] = [
        [each.file.name if each.file else "", each.part, each.line, each.column, each.message]
        for each in found
    ]
    if (more := run.counts.get("problems", 0) - len(rows)) > 0:
        told = f"ほかに{more:,}件あります。ここまでを直してから、もう一度送ってください。"
        rows.append(["", "", None, "", told])
    return Table(f"取り入れ{run.pk}で見なおすところ", _PROBLEM_COLUMNS, rows)


def records() -> QuerySet[OfficialRecord]:
    """Return every record with its service and its agency."""
    return OfficialRecord.objects.select_related("service", "agency")


def proposals() -> QuerySet[RecordProposal]:
    """Return every proposal with its record and its agency."""
    return RecordProposal.objects.select_related("record", "agency")


def doubtful_records() -> QuerySet[OfficialRecord]:
    """Return the records that have no agency, each with the agencies that nobody has refused for it."""
    open_ones = (
        RecordProposal.objects.filter(refused_on__isnull=True)
        .select_related("agency__kind", "agency__municipality", "agency__corporation")
        .order_by("pk")
    )
    records = OfficialRecord.objects.filter(agency__isnull=True).select_related("service", "municipality")
    return records.prefetch_related(Prefetch("proposals", open_ones, to_attr="candidates")).order_by("pk")


def missing_records() -> QuerySet[OfficialRecord]:
    """Return the records that the newest data lacks, with the day of the last contact with their agency."""
    missing = OfficialRecord.objects.filter(missing_since__isnull=False)
    return (
        missing.select_related("service", "municipality", "agency")
        .annotate(last_contact=Max("agency__contact_records__day"))
        .order_by("-missing_since", "folded_address", "pk")
    )


def records_of(agency: Agency) -> list[OfficialRecord]:
    """Return an agency's records, those that are still published first."""
    records = agency.official_records.select_related("service", "municipality")
    return list(records.order_by("missing_since", "pk"))


def is_slow(run: ImportRun, *, now: datetime) -> bool:
    """Return whether a run should have been read by now: a whole country takes a few minutes."""
    return run.state == RunState.UPLOADED and now - run.uploaded_at > SLOW


def newest_period() -> date | None:
    """Return the period of the newest data that is held."""
    found: date | None = OfficialRecord.objects.aggregate(newest=Max("last_period"))["newest"]
    return found
