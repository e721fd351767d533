import csv
import io
from datetime import timedelta

import pytest
import time_machine
from openpyxl import Workbook

from directory.finding.services import rebuild_entries
from directory.models import Agency, AgencyKind
from directory.tables.jobs import work
from directory.tables.models import Table
from directory.tables.services.applying import apply_table
from directory.tables.services.deciding import choose_columns
from directory.tables.services.uploading import take_table
from tests.factories.directory import NOW, make_agency, make_municipality

HEADER = [
    "施設名",
    "ふりがな",
    "種別",
    "〒",
    "所在地",
    "TEL",
    "FAX",
    "メールアドレス",
    "法人番号",
    "法人名",
    "備考",
]


@pytest.fixture
def kanazawa(db):
    return make_municipality()


@pytest.fixture
def minamo(kanazawa):
    """Give an agency that stands in the directory and its index."""
    found = make_agency(
        name="グループホームみなも",
        name_kana="グループホームミナモ",
        municipality=kanazawa,
        address="石川県金沢市本町1-1",
        phone="076-200-0001",
    )
    rebuild_entries(today=NOW.date())
    return found


def row(name="あたらしい作業所", **cells):
    """Return the cells of one line in the order of `HEADER`."""
    usual = {"種別": "グループホーム", "所在地": "石川県金沢市新町2-2", "TEL": "076-200-0002"}
    said = {"施設名": name} | usual | cells
    return [said.get(heading, "") for heading in HEADER]


def csv_of(*rows, header=HEADER, encoding="utf-8"):
    lines = io.StringIO(newline="")
    csv.writer(lines, lineterminator="\r\n").writerows([header, *rows])
    return lines.getvalue().encode(encoding)


def xlsx_of(*rows, header=HEADER):
    book, content = Workbook(), io.BytesIO()
    for each in (header, *rows):
        book.active.append(each)
    book.save(content)
    return content.getvalue()


def take(content, *, actor, name="list.csv", now=NOW):
    return take_table(file=io.BytesIO(content), name=name, actor=actor, now=now)


def check(*rows, actor, columns=None, kind="", empties_erase=False, now=NOW, **options):
    """Take lines in and check them."""
    table = take(csv_of(*rows, **options), actor=actor, now=now)
    choose_columns(
        table=table,
        columns=columns or table.columns,
        default_kind=AgencyKind.objects.get(code=kind) if kind else None,
        empties_erase=empties_erase,
        actor=actor,
        now=now,
    )
    return worked_on(table, now=now)


def worked_on(table, *, now=NOW):
    """Let the job do what was asked for, and return the table as it stands then."""
    with time_machine.travel(now, tick=False):
        work(table=table.pk)
    return Table.objects.get(pk=table.pk)


def take_in(*rows, actor, without_faulty=False, **options):
    """Take lines in, check and apply them."""
    table = check(*rows, actor=actor, **options)
    now = NOW + timedelta(minutes=1)
    return apply_table(table=table, actor=actor, now=now, without_faulty=without_faulty)


def verdicts(table):
    return list(table.lines.order_by("line").values_list("line", "verdict"))


def faults(table):
    return list(table.faults.values_list("line", "column", "message"))


def rows_of_agencies():
    return list(Agency.objects.order_by("pk").values())
