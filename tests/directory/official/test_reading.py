from datetime import date

import pytest
from django.core.management import CommandError, call_command

from directory.enums import Level
from directory.finding.asking import Wanted
from directory.finding.search import find
from directory.models import Agency, Corporation
from directory.official.enums import RunState
from directory.official.exceptions import ImportRefused
from directory.official.models import ImportRun, OfficialRecord
from directory.official.services.applying import apply_run, undo_run
from directory.official.services.reading import Reading
from tests.benchmarks.open_data import write_files
from tests.directory.official.conftest import counts, dry_run, offices, tables, take_in
from tests.directory.official.samples import care, csv_of, wam, zip_of
from tests.factories.directory import NOW

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("kanazawa")]
OCTOBER, NOVEMBER = date(2026, 10, 1), date(2026, 11, 1)
OURS = {"number": "", "name": ""}


def record(**wanted):
    return OfficialRecord.objects.get(**wanted)


# What files say


def test_offices_become_agencies_that_are_found_and_undoing_leaves_nothing(tmp_path):
    call_command("import_open_data", *write_files(tmp_path / "data", 300, prefecture="石川県"))
    records, agencies, entries = counts()
    assert (records, agencies) == (300, entries)
    assert find(Wanted("グループホーム"), reader=Level.PUBLIC, today=date(2026, 11, 24)).total > 0
    undo_run(run=ImportRun.objects.get(), actor=None, now=NOW)
    assert counts() == (0, 0, 0)
    assert Corporation.objects.count() == 0


def test_both_families_are_read_by_their_headers_in_one_run():
    run = take_in(
        ("wam.csv", csv_of(wam(), encoding="cp932")), ("care.zip", zip_of({"a.csv": csv_of(care())}))
    )
    assert run.counts["new"] == 2
    said = OfficialRecord.objects.order_by("source").values_list("source", "service", "address", "capacity")
    assert list(said) == [
        ("care", "care_management", "石川県金沢市本町2番2号", None),
        ("wam", "group_home", "石川県金沢市本町1番1号", 6),
    ]
    facts = list(run.files.values_list("source", "encoding", "lines"))
    assert facts == [("wam", "cp932", 1), ("care", "utf-8-sig", 1)]


def test_names_keep_their_kanji_in_cp932():
    take_in(("髙.csv", csv_of(wam(事業所の名称="髙橋﨑ホーム"), encoding="cp932")))
    assert record().name == "髙橋﨑ホーム"
    assert Agency.objects.get().name == "髙橋﨑ホーム"


def test_offices_of_other_prefectures_are_counted_and_left():
    far = wam(**{"事業所住所（市区町村）": "沖縄県那覇市", "都道府県コード又は市区町村コード": "47201"})
    run = take_in([wam(), far])
    assert (run.counts["new"], run.counts["elsewhere"], OfficialRecord.objects.count()) == (1, 1, 1)


def test_branch_offices_that_share_a_number_are_records_of_their_own():
    branch = wam(事業所の名称="グループホームみなも第二", **{"事業所住所（番地以降）": "本町9番9号"})
    take_in([wam(), branch])
    assert OfficialRecord.objects.filter(office_number="1720100001").count() == 2
    assert Agency.objects.count() == 2


def test_several_services_of_an_office_belong_to_one_agency():
    take_in([wam(), wam(サービス種別="短期入所")])
    assert OfficialRecord.objects.count() == 2
    assert Agency.objects.get().official_records.count() == 2


def test_the_same_office_twice_is_told_and_taken_once():
    run = dry_run([wam(), wam(), wam()], [wam()])
    assert (run.counts["new"], run.counts["doubles"]) == (1, 3)
    told = [(each.where, each.message, each.stops) for each in run.problems.all()]
    assert told == [
        ("offices.csv 3行目 事業所番号", "2行目と同じ事業所・サービスです。この行は使いません。", False),
        ("offices.csv 4行目 事業所番号", "2行目と同じ事業所・サービスです。この行は使いません。", False),
        (
            "offices.csv 2行目 事業所番号",
            "「offices.csv」の2行目と同じ事業所・サービスです。この行は使いません。",
            False,
        ),
    ]


def test_formulas_stay_text():
    take_in([wam(事業所の名称='=HYPERLINK("x")', 事業所電話番号="+81-76")])
    assert (record().name, record().phone) == ('=HYPERLINK("x")', "+81-76")


# What is wrong


def test_a_line_that_says_not_who_it_is_is_left_out_and_what_is_wrong_beside_is_left_empty():
    run = take_in([wam(事業所番号="12"), wam(法人番号="12", 定員="多数", 事業所緯度="1", 事業所経度="2")])
    told = [(each.line, each.column) for each in run.problems.all()]
    assert told == [(2, "事業所番号"), (3, "事業所緯度"), (3, "法人番号"), (3, "定員")]
    said = record()
    assert (said.corporate_number, said.capacity, said.latitude) == ("", None, None)
    assert run.counts["left_out"] == 1


@pytest.mark.parametrize(
    ("written", "kept", "told"),
    [
        ("9234567890123", "9234567890123", []),
        ("9-2345-6789-0123", "9234567890123", []),
        ("9234567890132", "", ["法人番号が正しくありません（書きまちがいです）。空けておきました。"]),
        ("92345678901", "", ["法人番号は13けたの数字です。空けておきました。"]),
    ],
)
def test_a_corporate_number_is_checked_and_the_office_comes_in_without_a_wrong_one(written, kept, told):
    run = take_in([wam(法人番号=written)])
    assert record().corporate_number == kept
    assert [(each.line, each.column, each.message) for each in run.problems.all()] == [
        (2, "法人番号", message) for message in told
    ]


def test_one_wrong_file_among_several_stops_all_of_them_and_says_where():
    parts = {"good.csv": csv_of(wam()), "bad.csv": csv_of(wam(), order=list)[:-4]}
    before = tables()
    run = dry_run(("a.csv", csv_of(care())), ("b.zip", zip_of(parts)), ("c.csv", b"x"))
    assert (run.state, tables()) == (RunState.REFUSED, before)
    assert [each.where for each in run.problems.filter(stops=True)] == [
        "b.zip bad.csv 2行目 29列目",
        "c.csv 1行目 1列目",
    ]
    with pytest.raises(ImportRefused):
        apply_run(run=run, actor=None, now=NOW)
    assert tables() == before


def test_ten_thousand_mistakes_stop_a_run_and_all_of_them_are_told():
    run = dry_run([wam(事業所番号="x")] * 10_000)
    assert (run.state, run.counts["left_out"], run.counts["problems"]) == (RunState.REFUSED, 10_000, 10_001)
    assert run.problems.filter(stops=False).count() == 10_000
    assert run.problems.get(stops=True).message.startswith("10,000行のうち10,000行が読めません。")


@pytest.mark.parametrize(
    ("wanted", "kept"),
    [
        (["石川県", "富山県"], ["富山県", "石川県"]),
        (["富山県"], ["富山県"]),
        (["all"], ["富山県", "石川県", "福井県"]),
        ([""], ["石川県"]),
    ],
)
def test_offices_of_the_prefectures_that_were_set_are_taken_in(settings, wanted, kept):
    settings.DIRECTORY_PREFECTURES = wanted
    places = ("石川県金沢市", "富山県富山市", "福井県福井市")
    lines = [
        wam(事業所番号=f"172010000{at}", 事業所の名称=f"家{at}", **{"事業所住所（市区町村）": place})
        for at, place in enumerate(places)
    ]
    run = take_in(lines)
    assert sorted(OfficialRecord.objects.values_list("prefecture", flat=True)) == sorted(kept)
    assert run.counts.get("elsewhere", 0) == 3 - len(kept)


def test_how_much_has_been_read_is_told_as_a_share_of_all_files():
    zipped = zip_of({"a.csv": csv_of(*offices(2)), "b.csv": csv_of(wam())})
    run = dry_run(("a.zip", zipped), [care()])
    assert (run.lines_read, run.percent_read) == (4, 100)
    reading = Reading(run, {}, {}, frozenset(), bytes_in_all=400, bytes_before=100)
    assert [reading.percent_read(at) for at in (0, 100, 299, 300, 500)] == [25, 50, 99, 100, 100]


def test_the_command_says_what_is_wrong_and_changes_nothing(tmp_path, capsys):
    path = tmp_path / "half.csv"
    path.write_bytes(csv_of(wam(), order=list)[:-4])
    with pytest.raises(CommandError, match="何も変わっていません"):
        call_command("import_open_data", path)
    assert "half.csv 2行目 29列目" in capsys.readouterr().err
    assert counts() == (0, 0, 0)


def test_a_dry_run_changes_nothing(tmp_path, capsys):
    path = tmp_path / "offices.csv"
    path.write_bytes(csv_of(wam()))
    before = tables()
    call_command("import_open_data", path, dry_run=True)
    assert capsys.readouterr().out.startswith("新しい 1、変わった 0、見あたらない 0")
    assert tables() == before


def test_a_file_of_a_time_to_come_is_refused(kanazawa):
    run = dry_run(("offices_209912.csv", csv_of(wam())))
    assert (run.state, run.found.count()) == (RunState.REFUSED, 0)
    assert "令和81年12月1日" in run.problems.get().message
