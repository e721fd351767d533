"""Answers on the rosters: columns of the workbook and lines of the paper, for staff alone."""

import io

import pypdfium2
import pytest
from openpyxl import load_workbook

from events import roster
from events.enums import RosterReader
from tests.events.questions.asked import LUNCH, NOT, ORDERS, ask, ask_about_food, key
from tests.factories.events import NOW, apply, make_event

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


@pytest.fixture
def event():
    return make_event()


def words_of(pdf):
    return ["".join(page.get_textpage().get_text_bounded().split()) for page in pypdfium2.PdfDocument(pdf)]


def applied(event, given=None, **fields):
    return apply(event.sessions.get(), more={"questions": given or {}}, **fields)


@pytest.mark.parametrize("count", [1, 3])
def test_answers_are_columns_of_the_staffs_roster_alone(event, staff, count, django_assert_num_queries):
    asked = [ask(event, staff, f"質問{number}") for number in range(count)]
    applied(event, {key(each): (ORDERS,) for each in asked}, people=2)
    session = event.sessions.select_related("event").get()
    with django_assert_num_queries(3):
        table = roster.roster_table(session, RosterReader.STAFF)
    headings = [column.heading for column in table.columns]
    assert headings[-count:] == [f"質問{number}" for number in range(count)]
    assert [row[-1] for row in table.rows] == [ORDERS, ""]
    book = load_workbook(io.BytesIO(roster.roster_xlsx(session, RosterReader.STAFF, now=NOW)))
    assert any(cell.value == ORDERS for row in book.active.iter_rows() for cell in row)
    others = roster.roster_table(session, RosterReader.PARTICIPANTS)
    assert not any("質問" in column.heading for column in others.columns)


def test_answers_stand_on_the_staffs_paper_roster_alone(event, staff):
    lunch, food = ask_about_food(event, staff)
    applied(event, {key(lunch): (ORDERS,), key(food): ("えび",)}, people=2, shows_names=True)
    applied(event, {key(lunch): (NOT,)})
    session = event.sessions.select_related("event").get()

    def paper(reader, grouped_by="number"):
        return "".join(words_of(roster.roster_pdf(session, reader, grouped_by=grouped_by, now=NOW)))

    for grouped_by in ("number", "agency"):
        text = paper(RosterReader.STAFF, grouped_by)
        assert text.count(f"{LUNCH}「{ORDERS}」／食べられないもの「えび」") == 1
        assert text.count(f"{LUNCH}「{NOT}」") == 1
    others = paper(RosterReader.PARTICIPANTS)
    assert "見本1" in others
    assert LUNCH not in others
    assert "えび" not in others
