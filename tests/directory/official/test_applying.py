import time
from datetime import date, timedelta
from threading import Thread

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection, transaction
from django.db.models import Q

from directory.finding.services import rebuild_entries
from directory.models import Agency
from directory.official.enums import RunState, Verdict
from directory.official.exceptions import ImportRefused
from directory.official.models import ImportRun, OfficialRecord, RecordProposal
from directory.official.rules import doubts, summary
from directory.official.services.applying import apply_run, undo_run
from directory.official.services.attaching import attach_new_records_in_transaction
from directory.official.services.reading import read_run
from directory.official.services.uploading import read_again
from directory.services.agencies import update_agency
from foundation.audit.chain import CHAIN_LOCK
from foundation.japanese.text import fold
from tests.directory.official.conftest import counts, dry_run, offices, tables, take_in, upload
from tests.directory.official.samples import care, csv_of, wam
from tests.factories.directory import NOW, make_agency

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("kanazawa")]
NEXT = "3234567890120"
OCTOBER, NOVEMBER = date(2026, 10, 1), date(2026, 11, 1)
OURS = {"number": "", "name": ""}


def record(**wanted):
    return OfficialRecord.objects.get(**wanted)


# Again and again


def test_the_same_files_again_change_nothing():
    take_in(offices(3), period=OCTOBER)
    run = take_in(offices(3), period=NOVEMBER)
    assert summary(run.counts) == "新しい 0、変わった 0、見あたらない 0、同じ 3"
    assert set(OfficialRecord.objects.values_list("last_period", flat=True)) == {NOVEMBER}


def test_a_missing_office_is_marked_and_never_closed_and_comes_back():
    take_in(offices(3), period=OCTOBER)
    run = take_in(offices(2), period=NOVEMBER)
    assert run.counts["missing"] == 1
    gone = record(name="ホーム2")
    assert (gone.missing_since, gone.agency.closed_on) == (NOVEMBER, None)
    assert gone.agency.entries.exists()
    take_in(offices(3), period=date(2026, 12, 1))
    assert record(name="ホーム2").missing_since is None


def test_a_kind_or_prefecture_that_the_files_do_not_speak_of_is_not_missing():
    take_in([wam(), wam(サービス種別="短期入所")], [care()], period=OCTOBER)
    run = take_in([wam()], period=NOVEMBER)
    assert run.counts.get("missing", 0) == 0


def test_missing_is_said_for_the_period_of_its_own_data_set():
    take_in(offices(3), [care(), care(事業所番号="1770100009", 事業所名="別")], period=OCTOBER)
    run = take_in(offices(2), ("jigyosho_202612_430.csv", csv_of(care())), period=NOVEMBER)
    assert run.counts["missing"] == 2
    assert record(name="ホーム2").missing_since == NOVEMBER
    assert record(name="別").missing_since == date(2026, 12, 1)


def test_a_new_number_of_an_office_keeps_its_agency():
    take_in([wam()], period=OCTOBER)
    agency = Agency.objects.get()
    take_in([wam(事業所番号="1720199999")], period=NOVEMBER)
    assert Agency.objects.get() == agency
    said = agency.official_records.order_by("pk").values_list("office_number", "missing_since")
    assert list(said) == [("1720100001", NOVEMBER), ("1720199999", None)]


def test_a_doubtful_record_waits_for_a_person_and_makes_no_agency():
    known = make_agency(name="グループホームみなも", address="石川県金沢市別の町1")
    Agency.objects.update(municipality=Agency.objects.get().municipality)
    take_in([wam(), wam(事業所の名称="ほかのホーム", 法人番号="", 事業所番号="1720100002")], period=OCTOBER)
    moved = wam(事業所番号="1720100003", **{"事業所住所（番地以降）": "遠い町5番"})
    take_in([moved], period=NOVEMBER, is_sure=True)
    doubtful = record(office_number="1720100003")
    assert doubtful.agency is None
    proposed = RecordProposal.objects.filter(record=doubtful)
    assert known.pk not in [each.agency_id for each in proposed if "法人番号が同じ" in each.reasons]
    assert "名前が同じ" in proposed.get(agency=record(office_number="1720100001").agency).reasons


def test_a_closed_agency_is_not_opened_again_but_proposed():
    closed = make_agency(
        name="グループホームみなも", address="石川県金沢市本町1番1号", closed_on=date(2026, 4, 1)
    )
    take_in([wam()])
    assert record().agency is None
    assert RecordProposal.objects.get().agency == closed
    assert "閉じた機関です" in RecordProposal.objects.get().reasons


def test_two_corporations_in_one_building_are_no_doubt():
    take_in([wam()])
    take_in([wam(), wam(事業所の名称="ほか", 法人番号="3234567890120", 事業所番号="1720100007")])
    assert RecordProposal.objects.count() == 0
    assert Agency.objects.count() == 2


# Half a country, old files


def test_a_file_that_lacks_a_fifth_of_the_offices_needs_somebody_who_is_sure():
    take_in(offices(20), period=OCTOBER)
    assert doubts(dry_run(offices(16), period=NOVEMBER).counts) == []
    run = dry_run(offices(15), period=NOVEMBER)
    assert doubts(run.counts)[0].startswith("いまある 20件のうち、5件が見あたりません。")
    before = tables()
    with pytest.raises(ImportRefused, match="5件が見あたりません"):
        apply_run(run=run, actor=None, now=NOW)
    assert tables() == before
    apply_run(run=run, actor=None, now=NOW, is_sure=True)
    assert OfficialRecord.objects.filter(missing_since__isnull=False).count() == 5


def test_the_command_asks_for_sure_too(tmp_path):
    take_in(offices(20), period=OCTOBER)
    path = tmp_path / "few.csv"
    path.write_bytes(csv_of(*offices(1)))
    with pytest.raises(CommandError, match="--sure"):
        call_command("import_open_data", path, period="2026-11-01")
    call_command("import_open_data", path, period="2026-11-01", sure=True)
    assert OfficialRecord.objects.filter(missing_since__isnull=False).count() == 19


def test_an_older_file_needs_somebody_who_is_sure():
    take_in(offices(3), period=NOVEMBER)
    with pytest.raises(ImportRefused, match="新しいデータ"):
        take_in(offices(3), period=OCTOBER)


# Undoing


def test_undoing_brings_back_every_row_as_it_was(staff):
    make_agency(name="ホーム1", address="石川県金沢市うちの町")
    take_in([*offices(3), wam()], [care()], period=OCTOBER)
    before = tables()
    changed = [each | {"事業所電話番号": "000-111-2222", "定員": "9"} for each in offices(2)]
    new = wam(事業所番号="1720100008", 事業所の名称="新しい家", 法人番号="3234567890120")
    moved = wam(事業所番号="1720100009", **{"事業所住所（番地以降）": "遠い町5番"})
    second = wam(サービス種別="短期入所", 事業所電話番号="000-999-9999")
    run = take_in([*changed, new, moved, second, wam()], period=NOVEMBER, is_sure=True)
    assert all(run.counts[each] for each in ("new", "changed", "missing"))
    assert RecordProposal.objects.filter(record__office_number="1720100009").exists()
    assert tables() != before
    undo_run(run=run, actor=staff, now=NOW)
    assert tables() == before


def test_only_the_latest_run_is_taken_back_whatever_the_clock_says():
    first = take_in(offices(2), period=OCTOBER)
    second = take_in(offices(3), period=NOVEMBER, now=NOW - timedelta(days=2))
    assert second.applied_at < first.applied_at
    with pytest.raises(ImportRefused, match="あとの取り入れを、先に"):
        undo_run(run=first, actor=None, now=NOW)
    undo_run(run=second, actor=None, now=NOW)
    undo_run(run=first, actor=None, now=NOW)
    assert counts() == (0, 0, 0)
    with pytest.raises(ImportRefused):
        undo_run(run=first, actor=None, now=NOW)


def test_an_agency_that_somebody_used_stays_when_its_run_is_taken_back():
    run = take_in([wam()], [care()])
    used = Agency.objects.get(name="みなも介護センター")
    make_agency(name="課", parent=used)
    undo_run(run=run, actor=None, now=NOW)
    assert set(Agency.objects.values_list("name", flat=True)) == {"みなも介護センター", "課"}


def test_a_run_that_was_read_before_another_was_taken_back_is_read_again(staff):
    first = take_in(offices(2), period=OCTOBER)
    waiting = dry_run(offices(3), period=NOVEMBER)
    undo_run(run=first, actor=None, now=NOW)
    with pytest.raises(ImportRefused, match="もう一度読み直して"):
        apply_run(run=waiting, actor=None, now=NOW + timedelta(days=9))
    assert waiting.counts["new"] == 1
    read_again(run=waiting, actor=staff, now=NOW)
    again = read_run(run=waiting, period=NOVEMBER, now=NOW)
    assert again.counts["new"] == 3
    apply_run(run=again, actor=None, now=NOW)
    assert counts() == (3, 3, 3)


def test_a_run_that_was_read_before_another_was_applied_is_read_again_whatever_the_clock_says():
    waiting = dry_run(offices(3))
    take_in(offices(2), now=NOW - timedelta(days=1))
    with pytest.raises(ImportRefused, match="もう一度読み直して"):
        apply_run(run=waiting, actor=None, now=NOW)


# Killed in the middle


def test_a_second_try_of_a_killed_reading_begins_anew():
    run = upload(offices(3))
    read_run(run=run, period=OCTOBER, now=NOW)
    # As the worker leaves it that dies between two batches.
    ImportRun.objects.update(state=RunState.UPLOADED, read_at=None, read_after=None, lines_read=2, counts={})
    run.found.filter(Q(verdict=Verdict.NEW), line=4).delete()
    again = read_run(run=run, period=OCTOBER, now=NOW)
    assert (again.lines_read, again.counts["new"], run.found.count()) == (3, 3, 3)


def kill_whoever_waits_for(lock, other):
    """End the connection that waits for a lock which `other` holds, once there is one."""
    deadline, waiting = time.monotonic() + 30, None
    with other.cursor() as cursor:
        while waiting is None and time.monotonic() < deadline:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_locks"
                " WHERE locktype = 'advisory' AND objid = %s AND NOT granted",
                [lock],
            )
            waiting = cursor.fetchone()
    other.close()


def test_a_worker_that_is_killed_before_the_last_step_has_changed_nothing():
    take_in(offices(2), period=OCTOBER)
    run = dry_run(offices(4), period=NOVEMBER)
    before = tables()
    other = connection.copy()
    other.inc_thread_sharing()
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [CHAIN_LOCK])
    killer = Thread(target=kill_whoever_waits_for, args=[CHAIN_LOCK, other])
    killer.start()
    with pytest.raises(OperationalError):
        apply_run(run=run, actor=None, now=NOW)
    killer.join()
    connection.close()
    assert tables() == before
    run.refresh_from_db()
    assert run.state == RunState.READ
    apply_run(run=run, actor=None, now=NOW)
    assert counts() == (4, 4, 4)


# Three truths


def test_a_renamed_office_brings_its_agency_along_and_undoing_brings_the_old_name_back(staff):
    take_in([wam()], period=OCTOBER)
    agency = Agency.objects.get()
    before = tables()
    renamed = wam(事業所の名称="グループホームせせらぎ", 事業所の名称_かな="ぐるーぷほーむせせらぎ")
    run = take_in([renamed], period=NOVEMBER, is_sure=True)
    agency = Agency.objects.get()
    assert (agency.name, agency.name_kana) == ("グループホームせせらぎ", "グループホームセセラギ")
    assert (agency.folded_name, agency.folded_kana) == (fold(agency.name), fold(agency.name_kana))
    assert {each.shown["name"] for each in agency.entries.all()} == {"グループホームせせらぎ"}
    undo_run(run=run, actor=staff, now=NOW)
    assert tables() == before


def test_another_service_under_its_own_name_does_not_rename_an_agency():
    take_in([wam(サービス種別="短期入所")], period=OCTOBER)
    second = wam(サービス種別="居宅介護", 事業所の名称="みなもヘルパー", 事業所番号="1720100002")
    take_in([wam(サービス種別="短期入所"), second], period=NOVEMBER)
    assert [each.name for each in Agency.objects.all()] == ["グループホームみなも"]
    assert OfficialRecord.objects.filter(agency__name="グループホームみなも").count() == 2


def test_an_office_that_another_corporation_took_over_says_so_and_undoing_takes_that_back(staff):
    take_in([wam()], period=OCTOBER)
    before = tables()
    run = take_in([wam(法人の名称="株式会社つぎの", 法人番号=NEXT)], period=NOVEMBER)
    assert Agency.objects.get().corporation.name == "株式会社つぎの"
    undo_run(run=run, actor=staff, now=NOW)
    assert tables() == before


def test_an_agency_that_staff_touched_keeps_its_name_when_the_office_is_renamed(staff):
    take_in([wam()], period=OCTOBER)
    agency = Agency.objects.get()
    details = {"kind": agency.kind, "name": agency.name, "sector": agency.sector, "parent": None}
    update_agency(agency=agency, details=details | {"phone": "000-333-3333"}, body=OURS, actor=staff, now=NOW)
    take_in([wam(事業所の名称="グループホームせせらぎ")], period=NOVEMBER, is_sure=True)
    assert Agency.objects.get().name == "グループホームみなも"


def test_an_agency_follows_official_data_until_staff_touch_it(staff):
    take_in([wam()], period=OCTOBER)
    take_in([wam(事業所電話番号="000-222-2222")], period=NOVEMBER)
    agency = Agency.objects.get()
    assert (agency.phone, agency.follows_official) == ("000-222-2222", True)
    details = {"kind": agency.kind, "name": agency.name, "sector": agency.sector, "parent": None}
    update_agency(agency=agency, details=details | {"phone": "000-333-3333"}, body=OURS, actor=staff, now=NOW)
    agency.refresh_from_db()
    assert agency.follows_official is False
    ours = Agency.objects.values().get()
    take_in([wam(事業所電話番号="000-444-4444")], period=date(2026, 12, 1))
    assert record().phone == "000-444-4444"
    assert Agency.objects.values().get() == ours


def test_the_index_is_true_after_each_step():
    take_in(offices(2), [care()], period=OCTOBER)
    assert rebuild_entries(today=NOW.date()) == 0
    run = take_in(offices(3), period=NOVEMBER)
    assert rebuild_entries(today=NOW.date()) == 0
    undo_run(run=run, actor=None, now=NOW)
    assert rebuild_entries(today=NOW.date()) == 0


@pytest.mark.parametrize("before", ["on", "off"])
def test_how_the_planner_joins_is_afterwards_as_it_was_before(before):
    run = dry_run([wam()])
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('enable_nestloop', %s, true)", [before])
        attach_new_records_in_transaction(run=run, today=NOW.date())
        cursor.execute("SHOW enable_nestloop")
        assert cursor.fetchone() == (before,)


@pytest.mark.parametrize(
    ("service", "kind"),
    [
        ("通所介護", "day_service"),
        ("訪問介護", "care_home_help"),
        ("短期入所生活介護", "care_short_stay"),
        ("小規模多機能型居宅介護", "small_multifunction"),
    ],
)
def test_an_office_of_care_becomes_an_agency_for_the_elderly(service, kind):
    take_in([care(サービスの種類=service)])
    agency = Agency.objects.get()
    assert (agency.kind_id, agency.sector) == (kind, "elderly")


@pytest.mark.parametrize(
    ("known", "missing", "asks"),
    [(2, 2, False), (3, 1, False), (3, 2, True), (6, 3, False), (6, 6, True), (10, 2, False), (10, 3, True)],
)
def test_much_that_is_missing_is_asked_about_also_where_little_is_known(known, missing, asks):
    assert bool(doubts({"known": known, "missing": missing})) == asks


def test_lines_that_cannot_be_read_and_places_left_empty_are_two_words():
    run = dry_run([wam(事業所番号="12"), wam(法人番号="12", 定員="多数")])
    assert "読めない行 1、空けたところ 2" in summary(run.counts)
