import io
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from directory.models import Agency, Corporation
from directory.tables.models import Table
from foundation.audit.models import Entry
from tests.directory.tables.conftest import (
    HEADER,
    check,
    csv_of,
    row,
    take,
    take_in,
    verdicts,
    worked_on,
    xlsx_of,
)
from tests.factories.accounts import sign_in
from tests.factories.directory import make_agency

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("kanazawa")]


def address(name, *args):
    return reverse(f"directory_tables_desk:{name}", args=args)


def named(content, name="list.xlsx"):
    file = io.BytesIO(content)
    file.name = name
    return file


def queries_of(client, url):
    client.get(url)
    with CaptureQueriesContext(connection) as caught:
        assert client.get(url).status_code == 200
    return len(caught)


def chosen(columns):
    return {f"column_{at}": content for at, content in enumerate(columns)}


def test_a_workbook_is_sent_its_columns_told_looked_at_applied_and_taken_back(desk):
    sent = desk.post(address("upload"), {"file": named(xlsx_of(row()))})
    table = Table.objects.get()
    assert (sent.status_code, sent["Location"]) == (303, address("columns", table.pk))
    asked = desk.get(sent["Location"]).content.decode()
    assert "1列目「施設名」" in asked
    assert "例：あたらしい作業所" in asked
    checked = desk.post(address("columns", table.pk), chosen(table.columns))
    assert checked["Location"] == address("table", table.pk)
    waiting = desk.get(checked["Location"])
    assert (waiting["Refresh"], "表を確かめています" in waiting.content.decode()) == ("5", True)
    worked_on(table)
    preview = desk.get(checked["Location"])
    assert "Refresh" not in preview
    assert "新しい 1、変わる 0、同じ 0" in preview.content.decode()
    for act, doing, done, agencies in (
        ("apply", "取り込んでいます", "取り込みました", ["あたらしい作業所"]),
        ("undo", "元に戻しています", "関係機関は、取り込む前と同じです。", []),
    ):
        before = list(Agency.objects.values_list("name", flat=True))
        assert doing in desk.post(address(act, table.pk), follow=True).content.decode()
        assert list(Agency.objects.values_list("name", flat=True)) == before
        worked_on(table)
        assert done in desk.get(address("table", table.pk)).content.decode()
        assert list(Agency.objects.values_list("name", flat=True)) == agencies


def test_a_refused_file_says_line_and_column_and_leaves_nothing(desk):
    half = csv_of(row(), row()).removesuffix(b"\r\n")[:-4]
    sent = desk.post(address("upload"), {"file": named(half, "half.csv")})
    assert (sent.status_code, Table.objects.count()) == (422, 0)
    assert "3行目 7列目：ファイルが途中で切れているようです。" in sent.content.decode()
    assert "ファイルを選んでください。" in desk.post(address("upload"), {}).content.decode()


def test_columns_that_come_twice_or_tell_no_agency_are_refused(desk, staff):
    table = take(csv_of(row()), actor=staff)
    twice = desk.post(address("columns", table.pk), {"column_0": "name", "column_5": "name"})
    assert (twice.status_code, "「名前」が2つあります。" in twice.content.decode()) == (422, True)
    nobody = desk.post(address("columns", table.pk), {"column_5": "phone"})
    assert "「名前」か「番号」の列を、1つ決めてください。" in nobody.content.decode()


def test_doubtful_lines_are_decided_some_at_a_time(desk, staff, minamo):
    table = check(
        row(minamo.name, 所在地="石川県金沢市別の町3"),
        row(minamo.name, 所在地="石川県金沢市別の町4"),
        actor=staff,
    )
    page = desk.get(address("doubtful", table.pk)).content.decode()
    assert "名前が同じ" in page
    assert "1つ以上の行を決めてください。" in desk.post(address("doubtful", table.pk)).content.decode()
    sent = desk.post(address("doubtful", table.pk), {"line_2": str(minamo.pk)})
    assert sent["Location"] == address("doubtful", table.pk)
    assert '<b class="num">1</b>行です' in desk.get(address("doubtful", table.pk)).content.decode()
    assert verdicts(table) == [(2, "doubtful"), (3, "doubtful")]
    sent = desk.post(address("doubtful", table.pk), {"line_3": "leave"})
    worked_on(table)
    assert (sent["Location"], verdicts(table)) == (address("table", table.pk), [(2, "changed"), (3, "left")])
    assert "住所：<del>石川県金沢市本町1-1</del>" in desk.get(address("table", table.pk)).content.decode()


def test_what_has_to_be_mended_is_told_and_handed_out(desk, staff):
    table = check(row("=1+1", TEL="あとで"), actor=staff)
    told = "電話番号として読み取れません。市外局番から書いてください。例：099-000-4567"
    assert told in desk.get(address("table", table.pk)).content.decode()
    text = desk.get(address("faults", table.pk, "csv")).content.decode("utf-8-sig")
    assert f"2,6列目「TEL」,{told}" in text
    book = load_workbook(io.BytesIO(desk.get(address("faults", table.pk, "xlsx")).content))
    assert [cell.value for cell in book.active[2]] == [2, "6列目「TEL」", told]


def test_a_table_is_discarded_and_checked_again(desk, staff):
    table = check(row(), actor=staff)
    make_agency(name="あたらしい作業所", address="石川県金沢市新町2-2")
    assert "表を確かめています" in desk.post(address("check", table.pk), follow=True).content.decode()
    worked_on(table)
    assert verdicts(table) == [(2, "changed")]
    assert desk.post(address("discard", table.pk))["Location"] == address("tables")
    assert Table.objects.count() == 0


# Round trip


def export(desk, form="workbook", reason="check", query=""):
    return desk.post(address("take_away") + query, {"form": form, "reason": reason})


@pytest.mark.parametrize("form", ["workbook", "csv_utf8", "csv_cp932"])
def test_what_is_taken_away_is_read_back_as_the_same(desk, staff, minamo, form):
    body = Corporation.objects.create(corporate_number="8700110005901", name="（福）みらい")
    Corporation.objects.create(name="（福）みらい")
    minamo.corporation, minamo.postal_code, minamo.email = body, "920-0001", "minamo@example.jp"
    minamo.save()
    make_agency(name="=髙橋ホーム", parent=minamo, kind="group_home", address="+町-1")
    content = export(desk, form).content
    sent = desk.post(address("upload"), {"file": named(content)})
    table = Table.objects.get()
    assert "" not in table.columns
    desk.post(sent["Location"], chosen(table.columns))
    worked_on(table)
    assert verdicts(table) == [(2, "same"), (3, "same")]
    assert form == "workbook" or content.count(b"'=") == 1


def test_the_list_that_everybody_takes_away_is_known_by_its_headings(desk, staff, minamo):
    from directory.finding.exports import FOR_EVERYBODY

    header = [each.heading for each in FOR_EVERYBODY]
    table = take(csv_of([""] * (len(header) - 1) + ["x"], header=header), actor=staff)
    known = {content: heading for heading, content in zip(header, table.columns, strict=True) if content}
    assert known["kind"] == "機関の種類"
    assert (known["corporation"], known["municipality"], known["public_id"]) == ("法人", "市町村", "番号")


def test_a_character_that_was_lost_is_not_written_over_the_right_one(desk, staff, minamo):
    table = check(row("〓野ホーム"), actor=staff)
    assert "「〓」は" in table.faults.get().message


def test_taking_away_asks_for_a_reason_and_is_written_down_without_values(desk, minamo):
    refused = desk.post(address("take_away"), {"form": "workbook"})
    assert (refused.status_code, Entry.objects.filter(verb="directory.list_taken_away").count()) == (422, 0)
    export(desk)
    entry = Entry.objects.get(verb="directory.list_taken_away")
    assert {"form:workbook", "reason:check", "電話番号"} <= set(entry.fields)
    assert "みなも" not in entry.body


def test_only_what_the_list_was_narrowed_to_is_taken_away(desk, minamo):
    make_agency(name="べつの機関")
    text = export(desk, "csv_utf8", query="?q=みなも").content.decode("utf-8-sig")
    assert ("グループホームみなも" in text, "べつの機関" in text) == (True, False)


# Lists and doors


@pytest.mark.parametrize(
    ("name", "count"), [("tables", 13), ("columns", 14), ("table", 15), ("doubtful", 15)]
)
def test_lists_ask_as_often_for_three_rows_as_for_one(desk, staff, minamo, name, count):
    asked = []
    for rows in (1, 3):
        namesakes = [row(minamo.name, 所在地=f"石川県金沢市別の町{at}") for at in range(rows)]
        for _ in range(rows):
            table = check(*namesakes, *(row(f"新{at}", 所在地=f"町{at}") for at in range(rows)), actor=staff)
        args = [] if name == "tables" else [table.pk]
        asked.append(queries_of(desk, address(name, *args)))
    assert asked == [count, count]


@pytest.mark.parametrize("name", ["tables", "upload", "take_away"])
def test_only_those_who_keep_agencies_come_in(name, partner, editor):
    assert Client().get(address(name)).status_code == 302
    for stranger in (partner, editor):
        assert sign_in(Client(), stranger).get(address(name)).status_code in (302, 403, 404)


def test_strangers_neither_see_nor_apply_a_table(partner, staff):
    table = check(row(), actor=staff)
    client = sign_in(Client(), partner)
    for name in ("table", "columns", "doubtful"):
        assert client.get(address(name, table.pk)).status_code in (302, 403, 404)
    client.post(address("apply", table.pk))
    table.refresh_from_db()
    assert table.doing == ""


def test_the_desk_leads_to_the_tables_and_no_file_is_kept(desk, staff):
    assert address("tables") in desk.get(reverse("directory_desk:agencies")).content.decode()
    table = take_in(row(), actor=staff)
    page = desk.get(address("table", table.pk)).content.decode()
    assert re.search(r"取り込む前にもどす", page)
    assert desk.get(address("columns", table.pk)).status_code == 404
    assert HEADER[0] == table.header[0]
