"""Marks say the same as the yearly report, from the same rows; names stand once."""

from datetime import timedelta

import pytest

from events.enums import Attendance
from events.form_marks import seminar_marks
from events.models import Participant
from events.report_chapter import seminars_of_the_year
from foundation.form_marks import Filled, Kind, Mark, Period, every_mark
from foundation.japanese.dates import fiscal_year
from foundation.registry import form_marks
from outreach.role_sheets.form_library.answering import answers_for, meant_by, names_to_write
from tests.factories.directory import make_agency
from tests.factories.events import apply, make_session
from tests.factories.forms import sample_mark
from tests.factories.groups import hold, make_community, make_member_of, make_plan

pytestmark = pytest.mark.django_db(transaction=True)


def said(name, now, year=None):
    wanted = Period(fiscal_year(now.date()) if year is None else year, now)
    return every_mark()[name].fill(wanted)


def test_every_mark_that_is_offered_says_something_of_an_empty_portal(now):
    period = Period(2026, now)
    for mark in every_mark().values():
        filled = mark.fill(period)
        assert (mark.name, len(filled.rows), bool(mark.columns)) == (mark.name, 0, mark.kind == Kind.TABLE)
        assert "." in mark.name
    assert [said(name, now).value for name in ("研修.開催数", "研修.参加者数", "会.開催数", "日付.年度")] == [
        None,
        None,
        None,
        "令和8年度",
    ]


def test_seminars_are_counted_as_in_the_yearly_report_with_the_dates_behind_them(now, staff):
    session = make_session(now=now)
    application = apply(session, 3, now=now)
    Participant.objects.filter(application=application, position__lte=2).update(
        attendance=Attendance.ATTENDED, marked_at=session.ends_at
    )
    later = session.ends_at + timedelta(hours=1)
    chapter = seminars_of_the_year(fiscal_year(session.starts_at.date()), later)
    counts = {row.label: row.value for row in chapter.tables[0].rows}
    held, people, agencies = (
        said(name, later) for name in ("研修.開催数", "研修.参加者数", "研修.参加機関数")
    )
    assert (held.value, agencies.value) == (counts["開いた回数"], counts["参加した団体"]) == (1, 1)
    assert people.value == sum(
        row.value for table in chapter.tables if "参加した方" in table.caption for row in table.rows
    )
    [(words, address)] = held.trace
    assert (session.event.title in words, address) == (True, f"/cms/events/sessions/{session.pk}/attendance/")
    table = said("研修.一覧", later)
    assert [row[1] for row in table.rows] == [session.event.title]
    assert len(table.trace) == len(table.rows)
    assert said("研修.開催数", later, year=2020) == Filled(None, trace=[])


def test_a_count_before_the_first_date_on_record_is_unknown_and_one_after_it_is_zero(now, manager):
    session = make_session(now=now)
    make_plan(make_community(), by=manager, now=now)
    this, later = fiscal_year(session.starts_at.date()), session.ends_at + timedelta(days=800)
    names = ("研修.開催数", "研修.参加者数", "研修.参加機関数", "会.開催数", "会.出席者数")
    assert [said(name, later, this - 1).value for name in names] == [None] * 5
    assert [said(name, later, this + 2).value for name in names] == [0] * 5


def test_who_came_is_unknown_where_nobody_was_marked_and_counts_where_somebody_was(now):
    sessions = [make_session(now=now, title=title) for title in ("一", "二")]
    for session in sessions:
        apply(session, 2, now=now)
    later, year = sessions[0].ends_at + timedelta(hours=1), fiscal_year(sessions[0].starts_at.date())
    names = ("研修.参加者数", "研修.参加機関数")
    assert [said(name, later, year).value for name in names] == [None, None]
    first = Participant.objects.filter(application__session=sessions[0])
    first.update(attendance=Attendance.ABSENT, marked_at=sessions[0].ends_at)
    assert [said(name, later, year).value for name in names] == [0, 0]
    assert [row[-1] for row in said("研修.一覧", later, year).rows] == [0, None]
    assert [words.rpartition("　")[2] for words, _ in said("研修.参加者数", later, year).trace] == [
        "0人",
        "出席の記録なし",
    ]


def test_people_of_a_community_are_unknown_where_nobody_counted(now, manager):
    community = make_community()
    event = hold(make_plan(community, by=manager, now=now).rows.get(), by=manager, now=now)
    later = now + timedelta(days=8)
    assert [said(name, later).value for name in ("会.開催数", "会.出席者数")] == [1, None]
    assert said("会.一覧", later).rows == [(community.name, 1, None)]
    assert said("会.出席者数", later).trace[0][0].endswith("出席の記録なし")
    agency = make_agency()
    make_member_of(community, agency)
    apply(event.sessions.get(), 2, now=now, actor=manager, by_staff=True, agency=agency)
    Participant.objects.update(attendance=Attendance.ATTENDED, marked_at=later)
    assert said("会.出席者数", later).value == 2


def test_an_old_report_says_that_the_head_of_the_centre_is_the_one_of_today():
    assert "いまの" in every_mark()["センター.センター長"].words


def test_marks_of_the_app_stand_in_the_columns_that_it_names():
    for mark in seminar_marks():
        assert len(mark.columns) == (5 if mark.kind == Kind.TABLE else 0)


def test_a_mark_is_asked_once_and_only_when_a_form_bears_it(now, sample):
    answered = answers_for(["見本.数", "見本.数", "見本.ない", "研修.一覧"], Period(2026, now))
    assert (dict(answered.answers.values), dict(answered.answers.tables)) == ({"見本.数": 3}, {})
    assert answered.behind() == {"見本.数": [["記録1", "/cms/1/"], ["記録2", "/cms/2/"]]}


def test_a_table_is_meant_by_its_columns_and_its_number(now):
    answered = answers_for(["研修.一覧.番号", "研修.一覧.題"], Period(2026, now))
    assert list(answered.answers.tables) == ["研修.一覧"]
    assert "会.一覧.番号" in names_to_write(every_mark().values())


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("研修.開催回数", "研修.開催数"), ("研修.一覧.日付", "研修.一覧.日"), ("天気.気温と湿度", "")],
)
def test_the_nearest_known_name_is_told(typed, meant):
    assert meant_by(typed, every_mark()) == meant


def test_two_apps_cannot_offer_the_same_mark(sample):
    form_marks.register("tests.twice", twice)
    try:
        with pytest.raises(ValueError, match="offered twice"):
            every_mark()
    finally:
        form_marks._sources.pop("tests.twice")


def twice():
    return [sample_mark(), Mark("ほか.数", "", Kind.NUMBER, lambda _: Filled())]
