"""A report is begun, written, looked through, published, made anew; what the database refuses."""

from datetime import date, timedelta

import pytest

from accounts.enums import PublicRole
from content.search.queries import search
from foundation.audit.models import Entry
from foundation.report_chapters import ChapterRow, ChapterTable
from portal.consultations.services import record_consultation
from portal.figures.exceptions import FiguresRefused
from portal.figures.models import StatTable
from portal.figures.queries import small_counts_threshold
from portal.figures.services import (
    set_small_counts,
    take_table_back,
)
from portal.year_report import queries, services
from portal.year_report.exceptions import ReportRefused
from portal.year_report.models import ReportChapter, YearReport
from portal.year_report.snapshots import tables_as_data, tables_of
from tests.factories.contact_desk import make_talk
from tests.factories.figures import NOW, make_table, somebody
from tests.factories.year_report import bring, make_report

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(db):
    return somebody(PublicRole.STAFF)


@pytest.fixture
def manager(db):
    return somebody(PublicRole.MANAGER)


def refused(service, **wanted):
    """Return why an act was refused."""
    with pytest.raises(ReportRefused) as error:
        service(now=NOW, **wanted)
    return str(error.value)


def verbs():
    return [verb for verb in Entry.objects.order_by("id").values_list("verb", flat=True) if "report" in verb]


def texts(report):
    """Return every row that readers see, by chapter."""
    shown = queries.shown_report(report)
    return [
        (row.label, row.text) for chapter in shown.chapters for table in chapter.tables for row in table.rows
    ]


# Begun


def test_a_report_is_begun_with_every_chapter_in_one_press(manager, staff):
    make_table(fiscal_year=2025)
    record_consultation(asker_kind="welfare", talk=make_talk(day=date(2025, 7, 1)), actor=staff, now=NOW)
    report = services.begin_report(fiscal_year=2025, actor=manager, now=NOW)
    chapters = list(report.chapters.values_list("order", "source", "heading"))
    assert chapters == [(1, "figures", "数字で見る1年"), (2, "consultations", "相談")]
    assert (report.state, report.title, report.version) == ("draft", "令和7年度 事業報告書", 1)
    assert verbs() == ["year_report.begun"]


def test_a_year_has_one_report(manager):
    make_report(state="draft")
    assert "もうあります" in refused(services.begin_report, fiscal_year=2025, actor=manager)
    assert YearReport.objects.count() == 1


def test_a_running_year_has_no_report_yet(manager):
    assert "終わった年度" in refused(services.begin_report, fiscal_year=2026, actor=manager)


# Written


def test_pulling_again_replaces_tables_and_keeps_words(manager, staff):
    report = make_report(state="draft", words="私たちの言葉です。")
    make_table([("電話", "44")], fiscal_year=2025, title="数が直りました", order=1)
    services.pull_again(report=report, actor=manager, now=NOW)
    chapter = report.chapters.get()
    assert (chapter.words, chapter.tables[0]["finding"]) == (
        "私たちの言葉です。",
        "数が直りました",
    )


def test_one_chapter_is_pulled_alone(manager, staff):
    report = make_report(state="draft", words="私たちの言葉です。")
    StatTable.objects.update(title="直した題")
    services.pull_chapter(chapter=report.chapters.get(), actor=manager, now=NOW + timedelta(days=1))
    chapter = report.chapters.get()
    assert (chapter.words, chapter.tables[0]["finding"]) == ("私たちの言葉です。", "直した題")
    assert chapter.pulled_at == NOW + timedelta(days=1)


def test_a_chapter_of_words_alone_has_nothing_to_pull(manager):
    report = make_report(state="draft")
    chapter = services.add_chapter(report=report, heading="お礼", words="", actor=manager, now=NOW)
    assert "もとになる記録は" in refused(services.pull_chapter, chapter=chapter, actor=manager)


def test_a_removed_chapter_comes_back_with_its_numbers(manager):
    report = make_report(state="draft")
    services.remove_chapter(chapter=report.chapters.get(), actor=manager, now=NOW)
    assert report.chapters.count() == 0
    services.pull_again(report=report, actor=manager, now=NOW)
    assert (report.chapters.get().source, report.chapters.get().words) == ("figures", "")


def test_chapters_change_places_and_stop_at_both_ends(manager):
    report = make_report(state="draft")
    thanks = services.add_chapter(report=report, heading="お礼", words="ありがとう。", actor=manager, now=NOW)
    services.move_chapter(chapter=thanks, back=True, actor=manager, now=NOW)
    assert [each.heading for each in queries.own_chapters(report)] == ["お礼", "数字で見る1年"]
    services.move_chapter(chapter=thanks, back=True, actor=manager, now=NOW)
    services.move_chapter(chapter=thanks, back=False, actor=manager, now=NOW)
    services.move_chapter(chapter=thanks, back=False, actor=manager, now=NOW)
    assert [each.heading for each in queries.own_chapters(report)] == ["数字で見る1年", "お礼"]


def test_title_and_foreword_are_written(staff):
    report = make_report(state="draft")
    values = {"title": "令和7年度のあゆみ", "foreword": "はじめのことば"}
    services.change_report(report=report, values=values, actor=staff, now=NOW)
    report.refresh_from_db()
    assert (report.title, report.foreword) == ("令和7年度のあゆみ", "はじめのことば")


@pytest.mark.parametrize("state", ["proof", "published", "withdrawn"])
def test_what_is_no_draft_is_not_changed(staff, manager, state):
    report = make_report(state=state)
    chapter = report.chapters.get()
    before = (report.title, chapter.heading, chapter.tables)
    StatTable.objects.update(title="あとで直した題")
    words = {"heading": "ほか", "words": "ほか"}
    deeds = [
        (services.change_report, {"report": report, "values": {"title": "ほか", "foreword": ""}}),
        (services.add_chapter, {"report": report, "heading": "ほか", "words": ""}),
        (services.pull_again, {"report": report}),
        (services.change_chapter, {"chapter": chapter, "values": words}),
        (services.move_chapter, {"chapter": chapter, "back": True}),
        (services.remove_chapter, {"chapter": chapter}),
        (services.pull_chapter, {"chapter": chapter}),
    ]
    for service, wanted in deeds:
        assert "直せるのは、下書きだけです" in refused(service, actor=manager, **wanted)
    report.refresh_from_db()
    chapter = report.chapters.get()
    assert (report.title, chapter.heading, chapter.tables) == before


def test_a_chapter_that_somebody_took_out_meanwhile_is_said_to_be_gone(manager):
    report = make_report(state="draft")
    chapter = report.chapters.get()
    ReportChapter.objects.all().delete()
    for service, wanted in [
        (services.change_chapter, {"values": {"heading": "ほか", "words": ""}}),
        (services.move_chapter, {"back": True}),
        (services.remove_chapter, {}),
        (services.pull_chapter, {}),
    ]:
        assert refused(service, chapter=chapter, actor=manager, **wanted) == "この章は、もうありません。"


# Looked through and published


def test_the_second_person_publishes_and_everybody_reads(staff, manager):
    report = make_report(state="draft")
    services.send_report(report=report, actor=staff, now=NOW)
    assert YearReport.objects.readable().count() == 0
    services.publish_report(report=report, actor=manager, now=NOW)
    report.refresh_from_db()
    assert (report.state, report.sent_by, report.published_by) == ("published", staff, manager)
    assert (report.published_at, report.threshold) == (NOW, 5)
    assert verbs()[-2:] == ["year_report.sent", "year_report.published"]


def test_nobody_publishes_what_they_sent_themselves(manager):
    report = make_report(state="draft")
    services.send_report(report=report, actor=manager, now=NOW)
    assert "別の人" in refused(services.publish_report, report=report, actor=manager)
    report.refresh_from_db()
    assert report.state == "proof"


def test_staff_do_not_publish(staff, manager):
    report = make_report(state="draft")
    services.send_report(report=report, actor=manager, now=NOW)
    assert "センター長" in refused(services.publish_report, report=report, actor=staff)


def test_taken_back_it_can_be_sent_by_somebody_else(staff, manager):
    report = make_report(state="draft")
    services.send_report(report=report, actor=manager, now=NOW)
    services.take_report_back(report=report, actor=staff, now=NOW)
    bring(report, "published")
    assert (report.sent_by, report.published_by) == (staff, manager)


def test_an_empty_chapter_is_not_sent(staff, manager):
    report = make_report(state="draft")
    services.add_chapter(report=report, heading="お礼", words="", actor=manager, now=NOW)
    assert "「お礼」" in refused(services.send_report, report=report, actor=staff)


def test_a_published_report_stays_as_it_was_when_its_records_change(manager):
    report = make_report()
    before = texts(report)
    take_table_back(table=StatTable.objects.get(), actor=manager, now=NOW)
    make_table([("電話", "99")], fiscal_year=2025)
    report.refresh_from_db()
    assert texts(report) == before


# Small numbers


def test_small_counts_and_what_tells_them_are_hidden():
    report = make_report()
    assert texts(report) == [
        ("電話", "非表示"),
        ("来所", "9人"),
        ("手紙", "6人"),
        ("メール", "非表示"),
    ]


def test_a_published_report_shows_no_more_when_less_is_hidden_later(manager):
    set_small_counts(threshold=10, actor=manager, now=NOW)
    report = make_report()
    hidden = texts(report)
    assert ("来所", "非表示") in hidden
    take_table_back(table=StatTable.objects.get(), actor=manager, now=NOW)
    set_small_counts(threshold=5, actor=manager, now=NOW)
    assert texts(report) == hidden


def test_a_published_report_hides_more_when_more_is_hidden_later(manager):
    report = make_report(title="表のことば", words="来所は9人でした。")
    with pytest.raises(FiguresRefused, match="令和7年度 事業報告書"):
        set_small_counts(threshold=10, actor=manager, now=NOW)
    set_small_counts(threshold=9, actor=manager, now=NOW)
    assert ("手紙", "非表示") in texts(report)
    assert ("来所", "9人") in texts(report)


@pytest.mark.parametrize("words", ["メールの相談は2人でした。", "メールは二名です。", "電話は23人でした。"])
def test_words_that_tell_a_hidden_count_are_not_sent(staff, words):
    report = make_report(state="draft", words=words)
    assert "文から外してください" in refused(services.send_report, report=report, actor=staff)


@pytest.mark.parametrize("field", ["title", "foreword"])
def test_a_foreword_that_tells_a_hidden_count_is_not_sent(staff, field):
    report = make_report(state="draft")
    values = {"title": "報告", "foreword": ""} | {field: "メールは2人です"}
    services.change_report(report=report, values=values, actor=staff, now=NOW)
    assert "題名と「はじめに」" in refused(services.send_report, report=report, actor=staff)


def test_words_may_name_what_the_chapter_shows_and_count_things(staff):
    report = make_report(state="draft", words="来所は9人、合計は40人でした。研修を2回開きました。")
    services.send_report(report=report, actor=staff, now=NOW)
    report.refresh_from_db()
    assert report.state == "proof"


def test_things_that_a_chapter_shows_do_not_allow_to_tell_as_many_people(staff):
    report = make_report(state="draft", words="メールは2人です。")
    (people,) = tables_of(report.chapters.get().tables)
    held = ChapterTable("開いた回数", [ChapterRow("研修", 2)], "回", "研修の記録")
    report.chapters.update(tables=tables_as_data([people, held]))
    assert "（2）" in refused(services.send_report, report=report, actor=staff)


def test_a_raised_threshold_is_refused_while_published_words_would_tell(manager):
    report = make_report(words="手紙は6人でした。")
    take_table_back(table=StatTable.objects.get(), actor=manager, now=NOW)
    with pytest.raises(FiguresRefused, match="令和7年度 事業報告書（第1版）」の文の中に") as error:
        set_small_counts(threshold=10, actor=manager, now=NOW)
    assert "新しい版を公開し" in str(error.value)
    assert small_counts_threshold() == 5
    services.withdraw_report(report=report, actor=manager, now=NOW)
    set_small_counts(threshold=10, actor=manager, now=NOW)
    assert small_counts_threshold() == 10


def test_a_threshold_that_rose_since_stops_the_publication(staff, manager):
    report = make_report(state="proof", words="手紙は6人でした。")
    set_small_counts(threshold=10, actor=manager, now=NOW)
    assert "文から外してください" in refused(services.publish_report, report=report, actor=manager)


# New versions


def test_a_new_version_replaces_the_old_one_which_stays_reachable(manager):
    report = make_report()
    services.reopen_report(report=report, actor=manager, now=NOW)
    report.refresh_from_db()
    assert report.state == "published"
    new = bring(YearReport.objects.get(version=2), "published")
    report.refresh_from_db()
    assert (report.state, new.state) == ("replaced", "published")
    assert (new.chapters.get().words, texts(new)) == ("電話がふえました。", texts(report))


def test_there_is_one_new_version_at_a_time(manager):
    report = make_report()
    services.reopen_report(report=report, actor=manager, now=NOW)
    assert "書きかけの版" in refused(services.reopen_report, report=report, actor=manager)


def test_a_withdrawn_report_is_found_by_nobody_and_can_be_made_anew(manager):
    report = make_report(state="withdrawn")
    assert YearReport.objects.readable().count() == 0
    new = services.reopen_report(report=report, actor=manager, now=NOW)
    assert (new.version, new.state) == (2, "draft")


# Found by search


def test_search_finds_the_report_that_is_published_now(manager):
    report = make_report(words="ひだまりの会とともに歩みました。")
    (group,) = search("ひだまりの会").groups
    assert [hit.url for hit in group.hits] == ["/reports/2025/"]
    services.withdraw_report(report=report, actor=manager, now=NOW)
    assert search("ひだまりの会").total == 0


def test_search_never_finds_a_number_of_a_table():
    make_report([("電話", "777"), ("来所", "9")])
    assert search("777").total == 0
