"""The roster: the same rows on paper, in Excel and as CSV; it never leaves without a reason and a trace."""

import csv
import io
from urllib.parse import unquote

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from events.enums import Attendance, RosterReader, Way
from events.models import Participant
from events.roster import COLUMNS, roster_people, roster_rows
from events.services.applying import PersonRequest
from events.services.attendance import mark_attendance
from foundation.audit.models import Entry
from tests.factories.directory import make_agency
from tests.factories.events import NOW, apply, make_event
from tests.foundation.printed import Printed

HEADINGS = ["番号", "所属", "分野", "職名", "氏名", "フリガナ", "方法", "配慮", "備考", "出欠"]


@pytest.fixture
def session(db, staff):
    session = make_event(venue=10, online=10).sessions.get()
    people = [
        PersonRequest(Way.VENUE, "髙橋 慎", "タカハシ シン", "世話人"),
        PersonRequest(Way.ONLINE, "𠮷田 礼子", "ヨシダ レイコ"),
        PersonRequest(Way.VENUE),
    ]
    apply(
        session,
        people,
        agency=make_agency(),
        accommodations=["wheelchair", "quiet_seat"],
        note="=駐車場を1台",
    )
    apply(session, [PersonRequest(Way.VENUE, "林 学", "ハヤシ マナブ", "会社員")], agency_name="")
    apply(session, 8, by_staff=True)
    first = Participant.objects.get(name="髙橋 慎")
    mark_attendance(session=session, marks={first.pk: Attendance.ATTENDED}, actor=staff, now=NOW)
    return session


MINAMO = ("グループホームみなも", "障害福祉")
NEEDS = "車いすの席・静かな席"
EXPECTED = [
    ["1", *MINAMO, "世話人", "髙橋 慎", "タカハシ シン", "会場", NEEDS, "=駐車場を1台", "出席"],
    ["2", *MINAMO, "", "𠮷田 礼子", "ヨシダ レイコ", "オンライン", "", "", ""],
    ["3", *MINAMO, "", "あとで決める", "", "会場", "", "", ""],
    ["4", "", "", "会社員", "林 学", "ハヤシ マナブ", "会場", "", "", ""],
]  # fmt: skip


def export(desk, session, kind, **fields):
    data = {"session": session.pk, "kind": kind, "reason": "on_the_day", "reader": "staff"} | fields
    return desk.post(reverse("event_desk:roster", args=[session.event_id]), data)


def file_name(answer):
    return unquote(answer.headers["Content-Disposition"].split("''")[1])


def rows_of(session, reader=RosterReader.STAFF):
    return roster_rows(roster_people(session, reader).shown)


def trace():
    return [
        (entry.verb, entry.subject_id, entry.fields)
        for entry in Entry.objects.filter(verb__contains="roster")
    ]


def test_rows_hold_those_with_a_seat_and_say_what_a_group_needs_once(session):
    assert [[str(cell) for cell in row.cells] for row in rows_of(session)] == EXPECTED
    assert [column.heading for column in COLUMNS] == HEADINGS


def test_csv_for_new_programs_is_complete(session, desk):
    answer = export(desk, session, "csv_utf8")
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    guarded = [[*row[:8], row[8].replace("=", "'="), *row[9:]] for row in EXPECTED]
    assert answer.content[:3] == b"\xef\xbb\xbf"
    assert rows == [HEADINGS, *guarded]
    assert file_name(answer) == "名簿_R8-K01_20261211.csv"


def test_csv_for_old_programs_first_says_what_it_cannot_hold(session, desk):
    answer = export(desk, session, "csv_cp932")
    assert [(each.row, each.column, each.character) for each in answer.context["replaced"]] == [
        (3, "氏名", "𠮷")
    ]
    assert trace() == []
    anyway = export(desk, session, "csv_cp932", anyway="1")
    rows = list(csv.reader(io.StringIO(anyway.content.decode("cp932"))))
    assert [row[4] for row in rows] == ["氏名", "髙橋 慎", "〓田 礼子", "あとで決める", "林 学"]


def test_csv_for_old_programs_comes_at_once_when_it_lacks_nothing(desk):
    session = make_event().sessions.get()
    apply(session, [PersonRequest(Way.VENUE, "髙橋 慎", "タカハシ シン")])
    assert export(desk, session, "csv_cp932").headers["Content-Type"] == "text/csv; charset=shift_jis"


def test_the_workbook_holds_the_same_rows(session, desk):
    answer = export(desk, session, "xlsx")
    sheet = load_workbook(io.BytesIO(answer.content)).active
    rows = [["" if cell is None else str(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]
    assert rows == [HEADINGS, *EXPECTED]
    assert sheet["I2"].data_type == "s"


@pytest.mark.parametrize("kind", ["pdf_by_number", "pdf_by_agency"])
def test_the_paper_is_one_sheet_with_everybody(session, desk, kind):
    answer = export(desk, session, kind)
    paper = Printed(answer.content)
    assert answer.headers["Content-Type"] == "application/pdf"
    assert len(paper.texts) == 1
    assert [name for name in ("髙橋慎", "𠮷田礼子", "あとで決める", "林学") if name not in paper.text] == []


def test_every_export_is_written_down_with_its_reason_and_no_name(session, desk, staff):
    export(desk, session, "xlsx", reason="lecturer")
    assert trace() == [
        (
            "events.roster_exported",
            session.pk,
            sorted([*HEADINGS, "kind:xlsx", "reason:lecturer", "for:staff"]),
        )
    ]
    assert Entry.objects.latest("id").actor_id == staff.pk


@pytest.mark.parametrize("change", [{"reason": ""}, {"reason": "because"}, {"kind": "odt"}, {"reader": ""}])
def test_without_a_reason_or_a_known_form_nothing_leaves(session, desk, change):
    answer = export(desk, session, **{"kind": "xlsx"} | change)
    assert (answer.status_code, answer.headers["Content-Type"]) == (422, "text/html; charset=utf-8")
    assert trace() == []


def test_a_session_of_another_event_is_no_choice(session, desk):
    other = make_event(title="ほかの研修").sessions.get()
    answer = desk.post(
        reverse("event_desk:roster", args=[session.event_id]),
        {"session": other.pk, "kind": "xlsx", "reason": "on_the_day", "reader": "staff"},
    )
    assert answer.status_code == 422


@pytest.mark.parametrize("count", [1, 3])
def test_rows_take_as_many_queries_for_three_groups_as_for_one(count, db, django_assert_num_queries):
    session = make_event().sessions.get()
    for _ in range(count):
        apply(session, 2)
    with django_assert_num_queries(1):
        assert len(rows_of(session)) == 2 * count


PUBLIC_HEADINGS = ["番号", "所属", "職名", "氏名", "フリガナ"]
LEFT_OUT = "ほかに3人が参加します（名前をのせない方、まだ決まっていない方）。"


@pytest.fixture
def agreed(db):
    """Return a session of two groups, of which one lets its names be shown; one name follows."""
    session = make_event(venue=10).sessions.get()
    people = [
        PersonRequest(Way.VENUE, "髙橋 慎", "タカハシ シン", "世話人"),
        PersonRequest(Way.VENUE),
    ]
    apply(session, people, agency_name="汐見の家", shows_names=True, note="車で行きます")
    apply(session, 2, agency_name="みなと荘", accommodations=["wheelchair"])
    return session


def test_participants_get_only_those_who_agreed_and_the_number_of_the_others(agreed, desk):
    answer = export(desk, agreed, "csv_utf8", reader="participants")
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert rows == [
        PUBLIC_HEADINGS,
        ["1", "汐見の家", "世話人", "髙橋 慎", "タカハシ シン"],
        ["", LEFT_OUT, "", "", ""],
    ]
    assert file_name(answer) == "名簿_参加者用_R8-K01_20261211.csv"
    assert trace()[0][2] == sorted(
        [*PUBLIC_HEADINGS, "kind:csv_utf8", "reason:on_the_day", "for:participants"]
    )


@pytest.mark.parametrize("kind", ["pdf_by_number", "pdf_by_agency"])
def test_the_paper_for_participants_has_neither_needs_nor_boxes(agreed, desk, kind):
    paper = Printed(export(desk, agreed, kind, reader="participants").content)
    assert [word for word in ("参加者に渡す用", "髙橋慎", LEFT_OUT) if word not in paper.text] == []
    hidden = ("見本1", "みなと荘", "車いす", "車で行きます", "備考", "あとで決める")
    assert [word for word in hidden if word in paper.text] == []


def test_the_old_csv_asks_for_the_same_readers_again(agreed, desk):
    agreed.applications.filter(agency_name="汐見の家").update(agency_name="𠮷田の家")
    lacking = export(desk, agreed, "csv_cp932", reader="participants")
    assert 'name="reader" value="participants"' in lacking.text


def test_the_form_says_how_many_agreed(agreed, desk):
    answer = desk.get(reverse("event_desk:roster", args=[agreed.event_id]))
    assert [(each.seated, each.shown) for each in answer.context["counts"]] == [(4, 1)]
    assert "のらない3人は、人数だけを書きます。" in answer.text


@pytest.mark.parametrize("count", [1, 3])
def test_the_form_takes_as_many_queries_for_three_dates_as_for_one(count, queries_of):
    event = make_event(sessions=count)
    for session in event.sessions.all():
        apply(session, 2, shows_names=True)
    assert queries_of(reverse("event_desk:roster", args=[event.pk])) == 3
