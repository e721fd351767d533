"""Reports beside public figures, and two people at the same moment."""

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from accounts.enums import PublicRole
from portal.figures.exceptions import FiguresRefused
from portal.figures.models import StatTable
from portal.figures.services import (
    publish_table,
    send_table,
    set_small_counts,
    take_table_back,
    verify_table,
)
from portal.year_report import queries, services
from portal.year_report.exceptions import ReportRefused
from portal.year_report.models import YearReport
from tests.beside import Beside
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


def texts(report):
    """Return every row that readers see, by chapter."""
    shown = queries.shown_report(report)
    return [
        (row.label, row.text) for chapter in shown.chapters for table in chapter.tables for row in table.rows
    ]


# Beside the public figures

SECRET = [("家族", "1"), ("本人", "5")]
TELLING = [("電話", "6"), ("来所", "0")]


def test_a_report_is_not_published_beside_figures_that_show_what_it_hides(manager):
    report = make_report(SECRET, state="proof", title="本人からの相談がふえました")
    take_table_back(table=StatTable.objects.get(), actor=manager, now=NOW)
    make_table(TELLING, title="電話がほとんどです")
    assert "公開中の表「電話がほとんどです」とくらべると" in refused(
        services.publish_report, report=report, actor=manager
    )


def test_a_report_that_could_not_be_published_is_not_sent_either(manager, staff):
    report = make_report(SECRET, state="draft", title="本人からの相談がふえました")
    take_table_back(table=StatTable.objects.get(), actor=manager, now=NOW)
    make_table(TELLING, title="電話がほとんどです")
    assert "公開中の表「電話がほとんどです」とくらべると、隠す数（合計）" in refused(
        services.send_report, report=report, actor=staff
    )
    report.refresh_from_db()
    assert report.state == "draft"


# Beside the version before

BEFORE = [("電話", "30"), ("来所", "40"), ("手紙", "1"), ("面接", "1")]
AFTER = [*BEFORE, ("メール", "3")]


@pytest.fixture
def second(manager):
    """Return a draft of a second version: of the figures one row was forgotten in the first."""
    first = make_report(BEFORE)
    assert dict(texts(first)) == {"電話": "30人", "来所": "非表示", "手紙": "非表示", "面接": "非表示"}
    take_table_back(table=StatTable.objects.get(), actor=manager, now=NOW)
    new = services.reopen_report(report=first, actor=manager, now=NOW)
    told = new.chapters.get()
    told.tables[0]["rows"] += [told.tables[0]["rows"][-1] | {"label": "メール", "value": "3"}]
    told.save()
    assert dict(texts(new))["メール"] == "非表示"
    return new


def test_a_version_is_not_sent_when_the_difference_from_the_one_before_tells_what_both_hide(second, staff):
    # 72 in all before, 75 now.
    reason = refused(services.send_report, report=second, actor=staff)
    assert "（第2版）：相談を受けた人の数」を、公開中の表「" in reason
    assert "（第1版）：相談を受けた人の数」とくらべると、隠す数（「手紙」「面接」「メール」）" in reason
    assert reason.endswith("先に、前の版の「公開をやめる」を押してください。")


def test_nor_is_it_published(second, staff, manager):
    YearReport.objects.filter(pk=second.pk).update(state="proof", sent_by=staff)
    second.refresh_from_db()
    reason = refused(services.publish_report, report=second, actor=manager)
    assert "隠す数（「手紙」「面接」「メール」）" in reason
    assert YearReport.objects.current().get().version == 1


def test_a_version_stands_where_the_one_before_was_withdrawn(second, manager):
    services.withdraw_report(report=YearReport.objects.get(version=1), actor=manager, now=NOW)
    assert bring(second, "published").state == "published"


def test_a_version_with_other_words_is_published_beside_the_one_before(manager):
    first = make_report(BEFORE)
    new = services.reopen_report(report=first, actor=manager, now=NOW)
    values = {"title": "あゆみ", "foreword": "はじめに。"}
    services.change_report(report=new, values=values, actor=manager, now=NOW)
    assert bring(new, "published").state == "published"


def test_figures_that_were_corrected_are_not_published_beside_the_report_that_they_would_give_away(manager):
    make_report(BEFORE)
    take_table_back(table=StatTable.objects.get(), actor=manager, now=NOW)
    with pytest.raises(FiguresRefused, match="隠す数（「手紙」「面接」「メール」）"):
        make_table(AFTER, adds_up=True)


@pytest.mark.parametrize(("service", "state"), [(verify_table, "sent"), (publish_table, "verified")])
def test_figures_are_not_published_beside_a_report_that_hides_what_they_show(manager, service, state):
    table = make_table(TELLING, state="draft")
    report = make_report(SECRET, state="proof", title="本人からの相談がふえました")
    take_table_back(table=StatTable.objects.get(state="published"), actor=manager, now=NOW)
    send_table(table=table, actor=somebody(PublicRole.STAFF), now=NOW)
    if state == "verified":
        verify_table(table=table, actor=manager, now=NOW)
    services.publish_report(report=report, actor=manager, now=NOW)
    with pytest.raises(
        FiguresRefused, match="令和7年度 事業報告書（第1版）：相談を受けた人の数」とくらべると"
    ):
        service(table=table, actor=manager, now=NOW)
    services.withdraw_report(report=report, actor=manager, now=NOW)
    service(table=table, actor=manager, now=NOW)


def test_a_threshold_is_not_raised_while_a_report_and_a_table_would_tell_together(manager):
    report = make_report([("家族", "6"), ("本人", "6")], state="proof")
    take_table_back(table=StatTable.objects.get(), actor=manager, now=NOW)
    make_table([("電話", "12"), ("来所", "0")], title="電話だけでした")
    services.publish_report(report=report, actor=manager, now=NOW)
    with pytest.raises(FiguresRefused, match="「電話だけでした」をくらべると"):
        set_small_counts(threshold=7, actor=manager, now=NOW)


def test_a_threshold_is_not_lowered_while_a_report_shows_what_the_figures_would_hide(manager):
    set_small_counts(threshold=10, actor=manager, now=NOW)
    report = make_report()
    # The report shows 23 and hides 9, 6 and 2; the figures would show the sum, 9 and 6, and hide 23 and 2.
    assert ("電話", "23人") in texts(report)
    with pytest.raises(FiguresRefused, match="くらべると"):
        set_small_counts(threshold=5, actor=manager, now=NOW)


@pytest.mark.django_db(transaction=True)
def test_whoever_publishes_a_report_waits_for_the_threshold_that_is_being_set(manager):
    report = make_report(state="proof", words="手紙は6人でした。")
    StatTable.objects.all().delete()
    with transaction.atomic():
        set_small_counts.__wrapped__(threshold=10, actor=manager, now=NOW)
        publishing = Beside(lambda: services.publish_report(report=report, actor=manager, now=NOW))
        assert publishing.waits_for_a_lock() is True
    publishing.join()
    assert isinstance(publishing.error, ReportRefused)


# Two at the same moment


def test_a_report_that_somebody_removed_meanwhile_is_said_to_be_gone(manager):
    report = make_report(state="draft")
    YearReport.objects.all().delete()
    for service in (services.send_report, services.pull_again, services.publish_report):
        assert refused(service, report=report, actor=manager) == "この報告は、もうありません。"


@pytest.mark.django_db(transaction=True)
def test_of_two_who_begin_the_report_of_a_year_the_second_is_refused_in_words(manager):
    with transaction.atomic():
        services.begin_report.__wrapped__(fiscal_year=2025, actor=manager, now=NOW)
        second = Beside(lambda: services.begin_report(fiscal_year=2025, actor=manager, now=NOW))
        assert second.waits_for_a_lock() is True
    second.join()
    assert isinstance(second.error, ReportRefused)
    assert YearReport.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_new_versions_from_two_old_ones_the_second_is_refused_in_words(manager):
    first = make_report(state="withdrawn")
    other = bring(services.reopen_report(report=first, actor=manager, now=NOW), "published")
    with transaction.atomic():
        services.reopen_report.__wrapped__(report=first, actor=manager, now=NOW)
        second = Beside(lambda: services.reopen_report(report=other, actor=manager, now=NOW))
        assert second.waits_for_a_lock() is True
    second.join()
    assert isinstance(second.error, ReportRefused)
    assert YearReport.objects.count() == 3


def test_a_deed_writes_only_what_it_changes(manager, staff):
    report = make_report(state="draft")
    with CaptureQueriesContext(connection) as captured:
        services.pull_again(report=report, actor=manager, now=NOW)
        services.send_report(report=report, actor=staff, now=NOW)
    written = [query["sql"] for query in captured if query["sql"].startswith('UPDATE "year_report')]
    assert len(written) == 3
    assert not [sql for sql in written if '"title" =' in sql or '"heading" =' in sql]
