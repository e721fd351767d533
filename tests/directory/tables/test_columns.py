import pytest
from django.db import IntegrityError, transaction

from directory.tables.enums import TableState, Verdict
from directory.tables.models import ColumnMemory, Table, TableLine
from tests.directory.tables.conftest import HEADER, check, csv_of, row, take

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("kanazawa")]


def test_columns_are_guessed_by_their_headings_in_any_order(staff):
    wanted = dict(
        zip(
            HEADER,
            [
                *("name", "name_kana", "kind", "postal_code", "address", "phone", "fax", "email"),
                *("corporate_number", "corporation", ""),
            ],
            strict=True,
        )
    )
    turned = HEADER[::-1]
    table = take(csv_of(row()[::-1], header=turned), actor=staff)
    assert dict(zip(turned, table.columns, strict=True)) == wanted


def test_the_headings_may_stand_below_a_title(staff):
    content = csv_of(row(), header=HEADER)
    title = "関係機関の一覧" + "," * (len(HEADER) - 1) + "\r\n"
    table = take(title.encode() * 2 + content, actor=staff)
    assert (table.header_line, table.columns[0], table.lines.get().line) == (3, "name", 4)


def test_what_was_chosen_is_offered_when_the_same_headings_come_in_another_order(staff):
    columns = ["name", "", "phone"]
    header = ["なまえらしきもの", "メモ", "でんわ"]
    check(["みなも", "x", "076-200-0001"], actor=staff, header=header, columns=columns, kind="group_home")
    again = take(csv_of(["076-200-0001", "x", "みなも"], header=header[::-1]), actor=staff)
    assert (again.columns, again.default_kind_id) == (columns[::-1], "group_home")
    other = take(csv_of(["みなも"], header=["なまえらしきもの"]), actor=staff)
    assert (other.columns, ColumnMemory.objects.count()) == ([""], 1)


def test_two_columns_of_one_heading_are_remembered_apart(staff):
    header = ["名前", "電話", "電話"]
    check(["みなも", "1", "076-200-0001"], actor=staff, header=header, columns=["name", "", "phone"])
    assert take(csv_of(["a", "b", "c"], header=header), actor=staff).columns == ["name", "", "phone"]


# What the database keeps


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ({"state": "lost"}, "tables_table_state_has_its_time"),
        ({"state": TableState.APPLIED}, "tables_table_state_has_its_time"),
        ({"checked_at": None}, "tables_table_state_has_its_time"),
    ],
)
def test_a_table_has_a_known_state_and_its_time(staff, change, constraint):
    check(row(), actor=staff)
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Table.objects.update(**change)


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ({"verdict": "perhaps", "after": None}, "tables_line_verdict_is_known"),
        ({"decision": "later"}, "tables_line_decision_is_known"),
        ({"verdict": Verdict.CHANGED}, "tables_line_says_what_it_changes"),
        ({"verdict": Verdict.SAME}, "tables_line_says_what_it_changes"),
    ],
)
def test_a_line_says_what_it_changes(staff, change, constraint):
    check(row(), actor=staff)
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        TableLine.objects.update(**change)


def test_a_line_comes_once(staff):
    table = check(row(), actor=staff)
    with pytest.raises(IntegrityError, match="tables_line_once"), transaction.atomic():
        TableLine.objects.bulk_create([TableLine(table=table, line=2)])
