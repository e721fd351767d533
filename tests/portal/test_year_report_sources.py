"""What each source tells of a fiscal year, and how the report keeps it."""

from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.utils import timezone

from accounts.enums import PublicRole
from events.models import Participant
from events.queries import attended_people
from events.report_chapter import seminars_of_the_year
from events.services.attendance import mark_attendance
from events.services.publishing import cancel_event
from foundation.registry import report_chapters
from foundation.report_chapters import Chapter, ChapterLink, ChapterRow, ChapterTable
from portal.consultations.report_chapter import talks_of_the_year
from portal.consultations.services import record_consultation
from portal.figures.report_chapter import figures_of_the_year
from portal.year_report import queries, services
from portal.year_report.snapshots import links_as_data, links_of, tables_as_data, tables_of
from tests.factories import events as factory
from tests.factories.contact_desk import make_talk
from tests.factories.figures import NOW, make_table, somebody

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(db):
    return somebody(PublicRole.STAFF)


@pytest.fixture
def manager(db):
    return somebody(PublicRole.MANAGER)


def test_every_source_says_nothing_of_a_year_without_records(site):
    assert [
        name for name, source in report_chapters.items() if source(2015, timezone.now()) is not None
    ] == []
    assert {"figures", "events", "consultations", "news"} <= {name for name, _ in report_chapters.items()}


@pytest.fixture
def _a_year_later():
    with time_machine.travel(datetime(2027, 6, 1, 10, tzinfo=ZoneInfo("Asia/Tokyo")), tick=False):
        yield


def everybody_came(session, actor, *, but=()):
    """Mark all people of a date as present, but these as absent."""
    people = Participant.objects.filter(session=session)
    marks = {each.pk: "absent" if each.pk in but else "attended" for each in people}
    mark_attendance(session=session, marks=marks, actor=actor, now=session.ends_at)


@pytest.mark.usefixtures("_a_year_later")
def test_seminars_are_counted_as_dates_agencies_and_people(staff):
    first = factory.make_session()
    second = factory.make_session(kind="study_meeting")
    factory.apply(first, 3, agency_name="みなも")
    factory.apply(second, 2, agency_name="みなも")
    factory.apply(second, 1, agency_name="あおば")
    for session in (first, second):
        everybody_came(session, staff)
    chapter = seminars_of_the_year(2026, timezone.now())
    whole, plan, kinds, people = chapter.tables
    assert [(row.label, row.value, row.unit) for row in whole.rows] == [
        ("開いた回数", 2, "回"),
        ("参加した団体", 2, "団体"),
    ]
    assert [(row.label, row.value) for row in plan.rows] == [("予定した回数", 2), ("実施", 2)]
    assert [(row.label, row.value) for row in kinds.rows] == [("研修", 1), ("検討会", 1)]
    assert [(row.label, row.value) for row in people.rows] == [("分野の記録なし", 6)]


@pytest.mark.usefixtures("_a_year_later")
def test_who_was_absent_and_what_was_cancelled_is_not_counted(staff):
    held, cancelled = factory.make_session(), factory.make_session()
    application = factory.apply(held, 3)
    factory.apply(cancelled, 2)
    absent = application.participants.first()
    everybody_came(held, staff, but=[absent.pk])
    cancel_event(event=cancelled.event, reason="雪のため", actor=staff, now=NOW)
    whole, plan, _, people = seminars_of_the_year(2026, timezone.now()).tables
    assert (whole.rows[0].value, whole.rows[1].value) == (1, 1)
    assert [(row.label, row.value) for row in plan.rows] == [("予定した回数", 2), ("実施", 1), ("中止", 1)]
    assert [row.value for row in people.rows] == [2]


@pytest.mark.usefixtures("_a_year_later")
def test_the_report_counts_as_present_whom_all_other_screens_do(staff):
    session = factory.make_session()
    application = factory.apply(session, 3)
    came = application.participants.first()
    mark_attendance(session=session, marks={came.pk: "attended"}, actor=staff, now=session.ends_at)
    people = seminars_of_the_year(2026, timezone.now()).tables[2]
    assert [row.value for row in people.rows] == [attended_people(session)] == [1]


def test_a_date_that_is_still_to_come_has_not_been_held():
    session = factory.make_session()
    with time_machine.travel(session.starts_at, tick=False):
        assert seminars_of_the_year(2026, timezone.now()) is None
    with time_machine.travel(session.ends_at, tick=False):
        assert seminars_of_the_year(2026, timezone.now()).tables[0].rows[0].value == 1


@pytest.mark.usefixtures("_a_year_later")
def test_a_fiscal_year_begins_on_the_first_of_april(staff):
    tokyo = ZoneInfo("Asia/Tokyo")
    factory.make_session(starts_at=datetime(2027, 4, 1, 9, tzinfo=tokyo))
    assert seminars_of_the_year(2026, timezone.now()) is None
    assert seminars_of_the_year(2027, timezone.now()) is not None


def test_talks_are_counted_by_kind_of_asker(staff):
    for kind in ("welfare", "welfare", "family"):
        record_consultation(asker_kind=kind, talk=make_talk(), actor=staff, now=NOW)
    (table,) = talks_of_the_year(2026, timezone.now()).tables
    assert [(row.label, row.value) for row in table.rows if row.value] == [
        ("家族・知人", 1),
        ("福祉の事業所", 2),
    ]
    assert (table.unit, table.adds_up) == ("件", True)


def test_news_of_the_year_are_links_that_follow_their_pages(site, add_news, manager):
    add_news("会議を開きました", day="2025-06-01")
    page = add_news("研修を開きました", day="2026-03-31", slug="kenshu")
    add_news("次の年のこと", day="2026-04-01")
    report = services.begin_report(fiscal_year=2025, actor=manager, now=NOW)
    (chapter,) = queries.shown_report(report).chapters
    assert [(each.link.title, each.address != "") for each in chapter.links] == [
        ("会議を開きました", True),
        ("研修を開きました", True),
    ]
    page.unpublish()
    (chapter,) = queries.shown_report(report).chapters
    assert [each.address != "" for each in chapter.links] == [True, False]


def test_what_a_source_told_is_kept_as_it_was():
    rows = [ChapterRow("時間", Decimal("90.0"), "時間", "注"), ChapterRow("不明", None)]
    table = ChapterTable("表", rows, "人", "出典", finding="題", caution="注意", adds_up=True, chart="bar")
    link = ChapterLink("題", day=NOW.date(), page_id=3)
    chapter = Chapter("見出し", 1, tables=[table], links=[link])
    assert tables_of(tables_as_data(chapter.tables)) == [table]
    assert links_of(links_as_data(chapter.links)) == [link]


def test_figures_are_told_as_counted_and_only_the_own_ones_that_are_published():
    make_table([("電話", "23"), ("手紙", "2")], fiscal_year=2025, title="公開した表")
    make_table([("男性", "30"), ("女性", "40")], fiscal_year=2025, state="verified", title="まだの表")
    make_table(scope="national", unit="%", fiscal_year=2025, title="全国の表")
    (table,) = figures_of_the_year(2025, timezone.now()).tables
    assert (table.finding, [row.value for row in table.rows]) == ("公開した表", [23, 2])
    assert figures_of_the_year(2024, timezone.now()) is None
