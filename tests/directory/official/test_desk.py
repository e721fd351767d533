import csv
from datetime import timedelta
from io import BytesIO

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from directory.models import Agency
from directory.official.enums import Attachment, RunState
from directory.official.exceptions import RecordRefused
from directory.official.jobs import read_import
from directory.official.models import ImportRun, OfficialRecord, RecordProposal
from directory.official.services.deciding import make_agency_of_record, move_record
from tests.directory.official.conftest import dry_run, offices, take_in
from tests.directory.official.samples import csv_of, wam, zip_of
from tests.factories.accounts import sign_in
from tests.factories.directory import NOW, make_agency

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("kanazawa")]


def address(name, *args):
    return reverse(f"directory_official_desk:{name}", args=args)


def named(content, name="sfkopendata_202609_33.csv"):
    file = BytesIO(content)
    file.name = name
    return file


def queries_of(client, url):
    client.get(url)
    with CaptureQueriesContext(
        connection,
    ) as caught:
        assert client.get(url).status_code == 200
    return len(caught)


@pytest.fixture
def doubts(kanazawa):
    """Three records, each with one agency of the same name in the same city."""
    for number in range(3):
        make_agency(name=f"ホーム{number}", municipality=kanazawa, address=f"石川県金沢市別の町{number}")
    take_in(offices(3))
    return list(OfficialRecord.objects.order_by("pk"))


# Imports


def test_files_are_sent_read_looked_at_applied_and_taken_back(desk):
    content = named(csv_of(*offices(2)))
    sent = desk.post(address("upload"), {"files": [content, named(csv_of(wam()), "b.csv")], "period": ""})
    run = ImportRun.objects.get()
    assert (sent.status_code, sent["Location"]) == (303, address("run", run.pk))
    waiting = desk.get(sent["Location"])
    assert waiting["Refresh"] == "5"
    assert '（全体の<b class="num">0</b>％）' in waiting.content.decode()
    assert "ファイルを読んでいます" in waiting.content.decode()
    read_import(run=run.pk, period=run.period.isoformat())
    preview = desk.get(sent["Location"])
    assert "Refresh" not in preview
    assert "新しい 3、変わった 0、見あたらない 0" in preview.content.decode()
    desk.post(address("apply", run.pk))
    assert OfficialRecord.objects.count() == 3
    desk.post(address("undo", run.pk))
    run.refresh_from_db()
    assert (OfficialRecord.objects.count(), run.state) == (0, RunState.UNDONE)


def test_an_upload_without_a_file_or_with_an_empty_one_is_refused(desk):
    assert "ファイルを選んでください。" in desk.post(address("upload"), {}).content.decode()
    sent = desk.post(address("upload"), {"files": [named(b"")]})
    assert (sent.status_code, ImportRun.objects.count()) == (422, 0)
    assert "中身のないファイルがあります" in sent.content.decode()


def test_a_refused_run_says_file_line_and_column_and_offers_no_way_to_apply_it(desk):
    run = dry_run(("half.csv", csv_of(wam(), order=list)[:-4]))
    page = desk.get(address("run", run.pk)).content.decode()
    assert "half.csv 2行目 29列目" in page
    assert address("apply", run.pk) not in page
    desk.post(address("apply", run.pk))
    assert OfficialRecord.objects.count() == 0


@pytest.mark.parametrize("count", [1, 3])
def test_all_that_could_not_be_read_is_handed_out_with_file_line_and_column(
    desk, count, django_assert_num_queries
):
    run = dry_run(
        ("a.zip", zip_of({"half.csv": csv_of(*[wam(定員="多数")] * count), "b.csv": csv_of(wam())}))
    )
    found = run.problems.count()
    page = desk.get(address("run", run.pk)).content.decode()
    assert address("problems", run.pk, "xlsx") in page
    desk.get(address("problems", run.pk, "csv"))
    with django_assert_num_queries(9):
        text = desk.get(address("problems", run.pk, "csv")).content.decode("utf-8-sig")
    rows = list(csv.reader(text.splitlines()))
    assert rows[0] == ["ファイル", "ZIPの中のファイル", "行", "列", "直すところ"]
    assert rows[1] == ["a.zip", "half.csv", "2", "定員", "定員は数字です。空けておきました。"]
    assert len(rows) == 1 + found
    book = load_workbook(BytesIO(desk.get(address("problems", run.pk, "xlsx")).content))
    assert [cell.value for cell in book.active[2]] == [*rows[1][:2], 2, *rows[1][3:]]


def test_more_problems_than_are_kept_are_counted_in_the_file(desk):
    run = dry_run([wam(定員="多数")])
    run.counts["problems"] = 1_235
    run.save()
    text = desk.get(address("problems", run.pk, "csv")).content.decode("utf-8-sig")
    assert "ほかに1,234件あります" in text


def test_what_changed_stands_there_with_old_and_new(desk):
    take_in(offices(2))
    run = dry_run([each | {"事業所電話番号": "000-555-5555"} for each in offices(2)])
    page = desk.get(address("run", run.pk)).content.decode()
    assert "電話番号：<del>000-000-0001</del> → <ins>000-555-5555</ins>" in page


def test_much_that_is_missing_needs_a_tick(desk):
    take_in(offices(20))
    run = dry_run(offices(2))
    assert 'name="sure"' in desk.get(address("run", run.pk)).content.decode()
    said = desk.post(address("apply", run.pk), follow=True).content.decode()
    assert "18件が見あたりません" in said
    desk.post(address("apply", run.pk), {"sure": "1"})
    assert OfficialRecord.objects.filter(missing_since__isnull=False).count() == 18


def test_a_run_that_others_have_overtaken_is_read_again_from_its_page(desk):
    run = dry_run(offices(2))
    take_in(offices(1))
    assert "もう一度読み直してください" in desk.post(address("apply", run.pk), follow=True).content.decode()
    desk.post(address("read", run.pk))
    read_import(run=run.pk, period=run.period.isoformat())
    run.refresh_from_db()
    assert (run.state, run.counts["new"], run.counts["same"]) == (RunState.READ, 1, 1)


def test_everything_that_was_found_is_handed_out_without_formulas(desk):
    run = dry_run([wam(事業所の名称="=1+1")])
    text = desk.get(address("download", run.pk, "csv")).content.decode("utf-8-sig")
    assert "'=1+1" in text
    book = load_workbook(BytesIO(desk.get(address("download", run.pk, "xlsx")).content))
    assert [cell.value for cell in book.active[2]][:5] == [
        "新しい",
        2,
        "グループホーム",
        "1720100001",
        "=1+1",
    ]
    assert book.active["E2"].data_type == "s"


# Doubtful records


def test_one_press_says_that_this_is_the_agency_and_the_next_one_comes_up(desk, doubts):
    page = desk.get(address("doubtful")).content.decode()
    assert 'あと <b class="num">3</b>件' in page
    assert "名前が同じ" in page
    proposal = RecordProposal.objects.get(record=doubts[0])
    sent = desk.post(address("accept", proposal.pk))
    assert (sent.status_code, sent["Location"]) == (303, address("doubtful"))
    record = OfficialRecord.objects.get(pk=doubts[0].pk)
    assert (record.agency, record.attached, record.attached_on) == (
        proposal.agency,
        Attachment.PERSON,
        NOW.date(),
    )
    entry = proposal.agency.entries.get()
    assert entry.municipality.code == "172014"
    assert entry.facet_set.facets == ["s:group_home", "t:disability", "k:group_home"]
    assert 'あと <b class="num">2</b>件' in desk.get(address("doubtful")).content.decode()


def test_what_is_not_the_agency_is_not_proposed_again_and_becomes_a_new_one(desk, doubts):
    proposal = RecordProposal.objects.get(record=doubts[0])
    desk.post(address("refuse", proposal.pk))
    assert "似ている機関はありません。" in desk.get(address("doubtful")).content.decode()
    take_in(offices(3), now=NOW + timedelta(days=1))
    proposal.refresh_from_db()
    assert proposal.refused_on == NOW.date()
    desk.post(address("make_agency", doubts[0].pk))
    made = OfficialRecord.objects.get(pk=doubts[0].pk).agency
    assert (made.name, made.follows_official, made.entries.count()) == ("ホーム0", True, 1)


def test_a_record_that_was_decided_is_not_decided_twice(staff, doubts):
    record = doubts[0]
    make_agency_of_record(record=record, actor=staff, now=NOW)
    with pytest.raises(RecordRefused, match="もう決まっています"):
        make_agency_of_record(record=record, actor=staff, now=NOW)
    assert Agency.objects.filter(name="ホーム0").count() == 2


def test_staff_move_a_record_and_later_imports_leave_it_there(desk, staff):
    take_in([wam()])
    record = OfficialRecord.objects.get()
    elsewhere = make_agency(name="ほかの機関")
    sent = desk.post(address("move", record.pk), {"agency": elsewhere.public_id})
    assert sent["Location"] == address("records", elsewhere.public_id)
    take_in([wam(定員="9")], now=NOW + timedelta(days=1))
    record.refresh_from_db()
    assert (record.agency, record.capacity) == (elsewhere, 9)
    with pytest.raises(RecordRefused, match="もうこの機関のもの"):
        move_record(record=record, agency=elsewhere, actor=staff, now=NOW)


# Lists and doors


@pytest.mark.parametrize(
    ("name", "count"), [("runs", 17), ("run", 18), ("doubtful", 14), ("missing", 13), ("records", 13)]
)
def test_lists_ask_as_often_for_three_rows_as_for_one(desk, kanazawa, name, count):
    namesake = make_agency(name="ホーム0", municipality=kanazawa)
    asked = []
    for rows in (1, 3):
        run = take_in(offices(rows + 1), is_sure=True)
        take_in(offices(1), is_sure=True)
        agency = OfficialRecord.objects.filter(agency__isnull=False).first().agency
        OfficialRecord.objects.filter(agency__isnull=False).update(agency=agency)
        proposed = OfficialRecord.objects.get(proposals__agency=namesake)
        for number in range(1, rows):
            RecordProposal.objects.create(record=proposed, agency=make_agency(name=f"似た{number}"))
        args = {"run": [run.pk], "records": [agency.public_id]}.get(name, [])
        asked.append(queries_of(desk, address(name, *args)))
    assert asked == [count, count]


@pytest.mark.parametrize("name", ["runs", "upload", "doubtful", "missing"])
def test_only_those_who_keep_agencies_come_in(name, partner, editor):
    assert Client().get(address(name)).status_code == 302
    for stranger in (partner, editor):
        assert sign_in(Client(), stranger).get(address(name)).status_code in (302, 403, 404)


def test_what_could_not_be_read_is_handed_to_nobody_else(partner):
    where = address("problems", dry_run([wam(定員="多数")]).pk, "csv")
    assert Client().get(where).status_code == 302
    assert sign_in(Client(), partner).get(where).status_code in (302, 403, 404)


def test_the_upload_says_where_the_data_is_published(desk):
    page = desk.get(address("upload")).content.decode()
    assert "https://www.wam.go.jp/content/wamnet/pcpub/top/sfkopendata/" in page
    assert "https://www.mhlw.go.jp/stf/kaigo-kouhyou_opendata.html" in page
    assert address("sample") not in page


def test_the_demo_hands_out_a_file_that_can_be_taken_in(desk, settings):
    take_in(offices(6))
    assert desk.get(address("sample")).status_code == 404
    settings.DEMO = True
    assert address("sample") in desk.get(address("upload")).content.decode()
    answer = desk.get(address("sample"))
    assert "sfkopendata_202611.csv" in answer.headers["Content-Disposition"]
    run = dry_run(("sfkopendata_202611.csv", answer.content))
    assert (run.state, run.counts["new"], run.counts["missing"]) == (RunState.READ, 1, 1)
