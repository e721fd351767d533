"""After a test that wrote for good, the database is as new: nothing that a test did reaches the next one."""

import psycopg
import pytest
from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.db import connection
from django.test import TransactionTestCase

from accounts.models import Person
from tests.copied_rows import SEND_AWAY, as_superuser

pytestmark = pytest.mark.django_db(transaction=True)
TABLES = "SELECT oid::regclass::text, relkind FROM pg_class WHERE relnamespace = 'public'::regnamespace"


@pytest.fixture(autouse=True)
def _begin_as_new():
    """What an earlier test took back has counted on all the same."""
    renew()


def everything():
    """Return all rows of all tables, in the order in which they lie, and the state of each sequence."""
    found = {}
    with as_superuser(connection.settings_dict["NAME"]) as server:
        for name, kind in server.execute(TABLES).fetchall():
            if kind in ("r", "S"):
                columns = "relation::text" if kind == "r" else "last_value, is_called"
                found[name] = server.execute(f"SELECT {columns} FROM {name} AS relation").fetchall()
    return found


def renew():
    TransactionTestCase._fixture_teardown(None)


def test_rows_and_numbers_are_as_they_were():
    before = everything()
    Person.objects.create(name="見本 一郎")
    Group.objects.filter(name="staff").update(name="another")
    Permission.objects.all().delete()
    changed = {name for name, rows in everything().items() if rows != before[name]}
    assert {"accounts_person", "auth_group", "auth_permission"} <= changed
    renew()
    assert everything() == before


def test_what_was_taken_back_leaves_no_hole_for_the_next_rows():
    connection.set_autocommit(False)
    Person.objects.bulk_create(Person(name="見本 一郎") for _ in range(50))
    connection.rollback()
    connection.set_autocommit(True)
    renew()
    first = Person.objects.create(name="見本 二郎")
    with connection.cursor() as cursor:
        cursor.execute("SELECT ctid::text FROM accounts_person WHERE id = %s", [first.pk])
        assert (first.pk, cursor.fetchall()) == (1, [("(0,1)",)])


@pytest.mark.parametrize(
    "change",
    [
        "ALTER TABLE accounts_person ADD COLUMN more int",
        "GRANT UPDATE ON audit_entry TO PUBLIC",
    ],
)
def test_a_changed_schema_goes_with_its_database(change):
    def schema():
        with as_superuser(connection.settings_dict["NAME"]) as server:
            return server.execute(
                "SELECT relname, relacl::text, relnatts, relhastriggers, (SELECT count(*) FROM pg_trigger)"
                " FROM pg_class ORDER BY relname"
            ).fetchall()

    before = schema()
    with as_superuser(connection.settings_dict["NAME"]) as server:
        server.execute(change)
    assert schema() != before
    renew()
    assert schema() == before


def test_whoever_was_still_connected_is_sent_away():
    other = psycopg.connect(
        host=settings.TEST_DATABASE_HOST, user="postgres", dbname=connection.settings_dict["NAME"]
    )
    other.execute("LOCK TABLE accounts_person")
    renew()
    with pytest.raises(psycopg.OperationalError):
        other.execute("SELECT 1")


def test_whoever_looks_after_the_database_may_be_sent_away_too():
    before = everything()
    Person.objects.create(name="見本 一郎")
    with as_superuser(connection.settings_dict["NAME"]) as server:
        server.execute(SEND_AWAY)
    renew()
    assert everything() == before
