"""The roster: the same rows on paper, in Excel and as CSV; it never leaves without a reason and a trace."""

import csv
import io
from urllib.parse import unquote

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from events.enums import Attendance, Way
from events.models import Participant
from events.roster import COLUMNS, roster_rows
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
    data = {"session": session.pk, "kind": kind, "reason": "on_the_day"} | fields
    return desk.post(reverse("event_desk:roster", args=[session.event_id]), data)


def file_name(answer):
    return unquote(answer.headers["Content-Disposition"].split("''")[1])


def trace():
    return [
        (entry.verb, entry.subject_id, entry.fields)
        for entry in Entry.objects.filter(verb__contains="roster")
    ]


def test_rows_hold_those_with_a_seat_and_say_what_a_group_needs_once(session):
    assert [[str(cell) for cell in row.cells] for row in roster_rows(session)] == EXPECTED
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
            sorted([*HEADINGS, "kind:xlsx", "reason:lecturer"]),
        )
    ]
    assert Entry.objects.latest("id").actor_id == staff.pk


@pytest.mark.parametrize("change", [{"reason": ""}, {"reason": "because"}, {"kind": "odt"}])
def test_without_a_reason_or_a_known_form_nothing_leaves(session, desk, change):
    answer = export(desk, session, **{"kind": "xlsx"} | change)
    assert (answer.status_code, answer.headers["Content-Type"]) == (422, "text/html; charset=utf-8")
    assert trace() == []


def test_a_session_of_another_event_is_no_choice(session, desk):
    other = make_event(title="ほかの研修").sessions.get()
    answer = desk.post(
        reverse("event_desk:roster", args=[session.event_id]),
        {"session": other.pk, "kind": "xlsx", "reason": "on_the_day"},
    )
    assert answer.status_code == 422


@pytest.mark.parametrize("count", [1, 3])
def test_rows_take_as_many_queries_for_three_groups_as_for_one(count, db, django_assert_num_queries):
    session = make_event().sessions.get()
    for _ in range(count):
        apply(session, 2)
    with django_assert_num_queries(1):
        assert len(roster_rows(session)) == 2 * count
