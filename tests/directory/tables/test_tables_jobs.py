"""What a job does with a table: in one piece or not at all, once, and by its own word when it could not."""

from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from directory.models import Agency
from directory.tables.enums import Act, TableState
from directory.tables.jobs import work
from directory.tables.models import Table, TableLine
from directory.tables.rules import SLOW
from directory.tables.services import applying, checking
from directory.tables.services.asking import ask_for
from directory.tables.services.deciding import choose_columns
from directory.tables.services.uploading import discard_table
from foundation.decision import NotAllowed
from tests.directory.tables.conftest import check, csv_of, row, take, take_in, verdicts, worked_on
from tests.directory.tables.test_tables_desk import address
from tests.factories.directory import NOW, make_agency

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("kanazawa")]
LATER = NOW + timedelta(minutes=1)


class Killed(BaseException):
    """The worker ends in the middle of its work."""


def ask(act, table, actor, now=LATER, **options):
    return ask_for(act=act, table=table, actor=actor, now=now, **options)


@contextmanager
def dying(monkeypatch, module, name):
    """Let the worker be killed where it would call this."""

    def die(*_, **__):
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(module, name, die)
        yield


def queued():
    with connection.cursor() as cursor:
        cursor.execute("SELECT args FROM procrastinate_jobs WHERE task_name = 'directory.work_on_table'")
        return len(cursor.fetchall())


def test_what_is_asked_for_is_done_by_a_job_that_is_queued_with_it(staff):
    table = check(row(), actor=staff)
    before = queued()
    asked = ask(Act.APPLY, table, staff)
    assert (asked.doing, queued() - before, Agency.objects.count()) == (Act.APPLY, 1, 0)
    done = worked_on(table)
    assert (done.doing, done.asked_by, done.state) == ("", None, TableState.APPLIED)
    assert Agency.objects.count() == 1


def test_a_second_run_of_the_same_job_does_nothing(staff):
    table = check(row(), actor=staff)
    ask(Act.APPLY, table, staff)
    first = worked_on(table)
    again = worked_on(table, now=LATER + timedelta(hours=1))
    assert (again.applied_at, again.refusal, Agency.objects.count()) == (first.applied_at, "", 1)


@pytest.mark.parametrize("place", ["index_agencies_in_transaction", "end_in_transaction"])
def test_a_worker_that_is_killed_while_it_applies_leaves_nothing_and_the_next_one_does_all(
    staff, monkeypatch, place
):
    table = check(row(), row("もう1つ", 所在地="石川県金沢市町9"), actor=staff)
    ask(Act.APPLY, table, staff)

    with dying(monkeypatch, applying, place), pytest.raises(Killed):
        work(table=table.pk)
    table.refresh_from_db()
    assert (table.doing, table.state, Agency.objects.count()) == (Act.APPLY, TableState.CHECKED, 0)
    assert worked_on(table).state == TableState.APPLIED
    assert Agency.objects.count() == 2


def test_a_worker_that_is_killed_while_it_checks_leaves_what_was_found_before(staff, monkeypatch):
    table = check(row(), actor=staff)
    make_agency(name="あたらしい作業所", address="石川県金沢市新町2-2")
    ask(Act.CHECK, table, staff)

    with dying(monkeypatch, checking, "end_in_transaction"), pytest.raises(Killed):
        work(table=table.pk)
    assert verdicts(table) == [(2, "new")]
    worked_on(table)
    assert verdicts(table) == [(2, "changed")]


def test_how_many_lines_are_compared_is_told_while_the_job_is_at_it(staff, desk, monkeypatch):
    monkeypatch.setattr(checking, "TOLD_EVERY", 1)
    rows = [row(f"作業所{at}", 所在地=f"石川県金沢市町{at}") for at in range(3)]
    table = take(csv_of(*rows), actor=staff)
    ask(Act.CHECK, table, staff)
    seen = []

    def look(*_, **__):
        page = desk.get(address("table", table.pk)).content.decode()
        seen.append('いま <b class="num">2</b>行まで比べました' in page)

    monkeypatch.setattr(checking, "_refuse_circles", look)
    worked_on(table)
    assert seen == [True]


def test_why_a_job_could_not_is_said_on_the_page_and_goes_with_the_next_try(desk, staff, minamo):
    table = check(row(minamo.name, 所在地=minamo.address, TEL="076-299-9999"), actor=staff)
    Agency.objects.update(fax="076-200-0003")
    desk.post(address("apply", table.pk))
    assert "もう一度確かめる" in worked_on(table).refusal
    page = desk.get(address("table", table.pk))
    assert ("Refresh" in page, "できませんでした" in page.content.decode()) == (False, True)
    desk.post(address("check", table.pk))
    assert worked_on(table).refusal == ""
    desk.post(address("apply", table.pk))
    worked_on(table)
    assert list(Agency.objects.values_list("phone", "fax")) == [("076-299-9999", "076-200-0003")]


def test_nobody_else_gets_at_a_table_while_a_job_has_it(staff):
    table = check(row(), actor=staff)
    ask(Act.APPLY, table, staff)
    acts = (
        lambda: ask(Act.CHECK, table, staff),
        lambda: discard_table(table=table, actor=staff, now=LATER),
        lambda: choose_columns(
            table=table,
            columns=table.columns,
            default_kind=None,
            empties_erase=False,
            actor=staff,
            now=LATER,
        ),
    )
    for act in acts:
        with pytest.raises(NotAllowed, match="ほかの仕事がこの表を使っています"):
            act()


def test_what_takes_too_long_may_be_begun_anew_and_is_still_done_once(desk, staff):
    table = check(row(), actor=staff)
    ask(Act.APPLY, table, staff, now=NOW - SLOW)
    assert "時間がかかりすぎています" not in desk.get(address("table", table.pk)).content.decode()
    Table.objects.update(asked_at=NOW - SLOW - timedelta(seconds=1))
    assert "もう一度、取り込みをはじめる" in desk.get(address("table", table.pk)).content.decode()
    desk.post(address("apply", table.pk))
    table.refresh_from_db()
    assert (table.doing, table.asked_at) == (Act.APPLY, NOW)
    for _ in range(2):
        worked_on(table)
    assert Agency.objects.count() == 1


def test_a_job_whose_table_is_gone_is_over(staff):
    table = check(row(), actor=staff)
    discard_table(table=table, actor=staff, now=LATER)
    work(table=table.pk)
    assert Agency.objects.count() == 0


def test_a_check_that_another_try_has_overtaken_writes_nothing(staff, monkeypatch):
    table = check(row(), actor=staff)
    ask(Act.CHECK, table, staff)
    overtaken = []

    def be_overtaken(*_, **__):
        if not overtaken:
            overtaken.append(True)
            worked_on(table, now=LATER)

    monkeypatch.setattr(checking, "_refuse_circles", be_overtaken)
    work(table=table.pk)
    table.refresh_from_db()
    assert (table.checked_at, table.refusal) == (LATER, "")


@pytest.mark.parametrize("count", [1, 3])
def test_the_waiting_page_asks_as_often_for_three_lines_as_for_one(
    desk, staff, count, django_assert_num_queries
):
    rows = [row(f"作業所{at}", 所在地=f"石川県金沢市町{at}") for at in range(count)]
    table = check(*rows, actor=staff)
    ask(Act.CHECK, table, staff)
    desk.get(address("table", table.pk))
    with django_assert_num_queries(13):
        desk.get(address("table", table.pk))


@pytest.mark.parametrize(
    ("doing", "name"),
    [
        ("undo", "tables_table_doing_fits_its_state"),
        ("other", "tables_table_doing_fits_its_state"),
        ("check", "tables_table_doing_was_asked_for"),
    ],
)
def test_the_database_lets_no_table_be_done_with_what_it_is_not_ready_for(staff, doing, name):
    check(row(), actor=staff)
    asked = {} if name.endswith("asked_for") else {"asked_at": NOW, "asked_by": staff}
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Table.objects.update(doing=doing, **asked)


def test_an_applied_table_is_taken_back_by_a_job_in_one_piece(staff, monkeypatch):
    table = take_in(row(), actor=staff)
    ask(Act.UNDO, table, staff)

    with dying(monkeypatch, applying, "end_in_transaction"), pytest.raises(Killed):
        work(table=table.pk)
    assert (Agency.objects.count(), TableLine.objects.filter(agency__isnull=False).count()) == (1, 1)
    assert worked_on(table).state == TableState.UNDONE
    assert Agency.objects.count() == 0
