"""Tables go when their time is over; what they changed stays as it is."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from directory.models import Agency
from directory.tables.limits import LINES_KEPT, WAITING_KEPT
from directory.tables.models import Table, TableFault, TableLine
from directory.tables.panels import table_rows
from directory.tables.services.applying import undo_table
from directory.tables.services.forgetting import forget_old_tables
from foundation.audit.models import Entry
from foundation.decision import NotAllowed
from foundation.limits.queries import limit
from tests.directory.tables.conftest import check, csv_of, row, take, take_in
from tests.factories.accounts import make_user
from tests.factories.directory import NOW

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("kanazawa")]
SECOND = timedelta(seconds=1)


def kept(name):
    return timedelta(days=limit(name, on=NOW.date()))


def test_a_table_that_nobody_applied_goes_as_a_whole_on_its_day(staff):
    take(csv_of(row("だれも見ない作業所")), actor=staff)
    check(row("確かめただけの作業所"), actor=staff, now=NOW + SECOND)
    assert forget_old_tables(now=NOW + kept(WAITING_KEPT) - SECOND) == 0
    assert forget_old_tables(now=NOW + kept(WAITING_KEPT)) == 1
    assert Table.objects.get().state == "checked"
    assert forget_old_tables(now=NOW + kept(WAITING_KEPT) + SECOND) == 1
    assert (Table.objects.count(), TableLine.objects.count(), TableFault.objects.count()) == (0, 0, 0)
    entry = Entry.objects.latest("pk")
    assert (entry.verb, entry.actor_id) == ("directory.table_discarded", None)


def test_lines_of_an_applied_table_go_and_what_they_changed_stays(staff):
    table = take_in(row(), actor=staff)
    day = table.applied_at + kept(LINES_KEPT)
    assert forget_old_tables(now=day - SECOND) == 0
    assert [forget_old_tables(now=day) for _ in range(2)] == [1, 0]
    table.refresh_from_db()
    assert (table.lines.count(), table.counts["new"], table.forgotten_at) == (0, 1, day)
    assert Agency.objects.filter(name="あたらしい作業所").exists()
    assert Entry.objects.latest("pk").verb == "directory.table_forgotten"


def test_lines_of_a_table_that_was_taken_back_go_too(staff):
    table = undo_table(table=take_in(row(), actor=staff), actor=staff, now=NOW + timedelta(days=9))
    assert forget_old_tables(now=table.undone_at + kept(LINES_KEPT) - SECOND) == 0
    assert forget_old_tables(now=table.undone_at + kept(LINES_KEPT)) == 1
    assert TableLine.objects.count() == 0


def test_without_its_lines_a_table_is_not_taken_back(staff, office):
    table = take_in(row(), actor=staff)
    later = table.applied_at + kept(LINES_KEPT)
    forget_old_tables(now=later)
    with pytest.raises(NotAllowed, match="前の内容を消したので、元に戻せません"):
        undo_table(table=table, actor=staff, now=later)
    page = office.get(f"/cms/tables/{table.pk}/").content.decode()
    assert ("行ごとの内容は消しました" in page, "取り込む前にもどす</button>" in page) == (True, False)


def test_the_database_lets_no_lines_go_alone_before_they_are_applied(staff):
    check(row(), actor=staff)
    wrong = pytest.raises(IntegrityError, match="tables_table_forgotten_once_applied")
    with wrong, transaction.atomic():
        Table.objects.update(forgotten_at=NOW)


def test_the_start_page_says_how_many_tables_wait_and_until_when(rf, staff):
    request = rf.get("/cms/")
    request.user = staff
    take_in(row(), actor=staff)
    assert [each.count for each in table_rows(request)] == [0]
    check(row("もう1つの作業所"), actor=staff)
    [todo] = table_rows(request)
    assert (todo.count, todo.url, todo.note) == (1, "/cms/tables/", "30日たつと消えます")
    request.user = make_user(name="ほかの役割", email="other@example.jp", roles={"partner"})
    assert table_rows(request) == []
