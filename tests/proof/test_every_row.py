"""Without any filter of ours a stranger reads, changes and removes no row of any table that tells of a case.

Each table that the invented world leaves empty is given a row that points at a real case, past its
constraints: a table without rows would prove nothing.
"""

from contextlib import suppress

import psycopg
import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.utils import timezone
from psycopg import sql

from handoff.access import opened
from handoff.actors import CLOCK
from handoff.cases.models import Case
from handoff.start import closed_tables
from tests.factories.accounts import make_user
from tests.factories.cases import acting
from tests.proof.sealed_words import LEAST_LETTERS, sealed_models, sealed_texts

pytestmark = pytest.mark.django_db(transaction=True)
LEAST_TABLES = 60
# Who may confirm which kind of safeguard: a setting of the door, open to all of it.
SETTINGS = {"safeguards_confirmers"}
# Telephone numbers of the centre and of agencies stand on people's cards as well.
FACTS = {"centre_centreprofile", "handoff_agencycopy"}
COLUMNS = """
    SELECT attname, format_type(atttypid, NULL), confrelid::regclass::text,
        (SELECT attname FROM pg_attribute WHERE attrelid = confrelid AND attnum = confkey[1])
    FROM pg_attribute
    LEFT JOIN pg_constraint ON conrelid = attrelid AND contype = 'f' AND conkey = ARRAY[attnum]
    WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = ''
"""
VALUES = {
    "uuid": "gen_random_uuid()",
    "bigint": "1000001",
    "integer": "1",
    "smallint": "1",
    "boolean": "true",
    "date": "current_date",
    "timestamp with time zone": "now()",
    "jsonb": "'{}'",
    "bytea": "'\\x01'",
    "character varying": "'x'",
    "text": "'x'",
}


@pytest.fixture
def world(settings):
    """The invented world of this door with at least one row in every table; returns who fills the gaps."""
    settings.DEMO = True
    call_command("demo_world", verbosity=0)
    with as_role("postgres") as server:
        filled = [table for table in sorted(closed_tables()) if fill_if_empty(server, table)]
        yield filled


def as_role(role):
    """Connect to the database of this test past Django, and so past every filter of ours."""
    place = {"host": settings.TEST_DATABASE_HOST, "dbname": connection.settings_dict["NAME"]}
    return psycopg.connect(user=role, autocommit=True, **place)


def fill_if_empty(server, table):
    """Give a table its first row, past checks and triggers; returns whether it had none."""
    name = sql.Identifier(table)
    if server.execute(sql.SQL("SELECT EXISTS (TABLE {})").format(name)).fetchone() == (True,):
        return False
    server.execute("SET session_replication_role = replica")
    checks = "SELECT conname FROM pg_constraint WHERE conrelid = %s::regclass AND contype IN ('c', 'x')"
    for (check,) in server.execute(checks, [table]).fetchall():
        server.execute(sql.SQL("ALTER TABLE {} DROP CONSTRAINT {}").format(name, sql.Identifier(check)))
    columns, values = [], []
    for column, kind, other, key in server.execute(COLUMNS, [table]).fetchall():
        columns.append(sql.Identifier(column))
        pointing = sql.SQL("(SELECT {} FROM {} LIMIT 1)").format(
            sql.Identifier(key or ""), sql.Identifier(other or "")
        )
        values.append(pointing if other else sql.SQL(VALUES.get(kind, "'{}'")))
    row = sql.SQL("INSERT INTO {} ({}) OVERRIDING SYSTEM VALUE VALUES ({})")
    server.execute(row.format(name, sql.SQL(", ").join(columns), sql.SQL(", ").join(values)))
    return True


def counts(ask):
    """Return how many rows each closed table shows, for those that show any."""
    tables = sorted(closed_tables() - SETTINGS)
    seen = {table: ask(f"SELECT count(*) FROM {table}") for table in tables}
    return {table: count for table, count in seen.items() if count}


def through_django(statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchone()[0]


def changed(session, table):
    """Return how many rows a connection can change or remove; permission denied is none."""
    number = 0
    for statement in (f"UPDATE {table} SET id = id", f"DELETE FROM {table}"):
        with suppress(psycopg.errors.InsufficientPrivilege):
            number += session.execute(statement).rowcount
    return number


def test_strangers_get_no_row_of_any_table(world):
    with opened(CLOCK, now=timezone.now()):
        everything = counts(through_django)
    assert set(everything) == closed_tables() - SETTINGS
    assert len(everything) >= LEAST_TABLES
    with as_role(connection.settings_dict["USER"]) as session:
        assert counts(lambda statement: session.execute(statement).fetchone()[0]) == {}
        assert sum(changed(session, table) for table in everything) == 0
        # Whoever claims to be nobody in particular, or somebody who is not there.
        for person in ("", "0", "999999"):
            session.execute("SELECT set_config('tsunagu.person', %s, false)", [person])
            session.execute("SELECT set_config('tsunagu.today', %s, false)", [str(timezone.localdate())])
            assert counts(lambda statement: session.execute(statement).fetchone()[0]) == {}
    with opened(acting(make_user(name="部外者D")), now=timezone.now()):
        assert counts(through_django) == {}
    print(f"\n{len(everything)} tables, {sum(everything.values())} rows ({len(world)} tables filled): 0 seen")


def test_tables_without_a_policy_hold_no_word_of_a_case(world):
    with opened(CLOCK, now=timezone.now()):
        words = {str(case.reference) for case in Case.objects.all()}
    words |= sealed_texts(sealed_models(), least=LEAST_LETTERS)
    assert len(words) > 50
    assert closed_tables() >= SETTINGS
    with as_role(connection.settings_dict["USER"]) as session:
        tables = session.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
        found, rows = set(), 0
        for table in {table for (table,) in tables} - FACTS:
            for row in session.execute(sql.SQL("TABLE {}").format(sql.Identifier(table))):
                text, rows = " ".join(map(str, row)), rows + 1
                found |= {(table, word) for word in words if word in text}
    print(f"\n{len(tables)} tables, {rows} rows shown, {len(words)} words: {len(found)} found")
    assert found == set()


def test_the_same_stranger_sees_every_table_whose_policy_is_taken_away(world):
    tables = sorted(closed_tables())
    with as_role("postgres") as server, as_role(connection.settings_dict["USER"]) as session:
        for table in tables:
            server.execute(f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY")
        seen = counts(lambda statement: session.execute(statement).fetchone()[0])
    print(f"\ncontrol: {len(seen)} of {len(tables)} tables open")
    assert set(seen) == closed_tables() - SETTINGS
