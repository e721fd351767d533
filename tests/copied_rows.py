"""A copied database as new again after a test: a tenth of the time that another copy takes.

Rows carry the number of the transaction that wrote them, so a table whose count of rows, last such number
and size are as they were has not been written to; the tables of the system tell the same of the schema.
"""

from contextlib import suppress
from dataclasses import dataclass, field

import psycopg
from django.conf import settings
from psycopg import sql

# Where PostgreSQL writes down what is no row of ours: tables, rights, triggers, settings.
SCHEMA = (
    "pg_class",
    "pg_attribute",
    "pg_attrdef",
    "pg_constraint",
    "pg_index",
    "pg_trigger",
    "pg_proc",
    "pg_type",
    "pg_policy",
    # The first temporary table of a connection leaves an empty place for others.
    "(SELECT xmin FROM pg_namespace WHERE nspname !~ '^pg_(toast_)?temp_') AS places",
    "pg_extension",
    "pg_db_role_setting",
    "pg_largeobject_metadata",
)
TABLES = """
    SELECT oid::regclass::text, relkind FROM pg_class
    WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'S') ORDER BY oid
"""
SET_BACK = """
    SELECT setval(name::regclass, last, called)
    FROM unnest(%s::text[], %s::bigint[], %s::bool[]) AS sequence (name, last, called)
"""
# Whoever is still connected goes, as when a database is dropped.
SEND_AWAY = """
    SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()
"""


@dataclass
class Copied:
    """What a fresh copy holds: the state of each table and sequence, and the rows that it begins with.

    One connection looks after every test: a new one would read the description of each table again.
    """

    server: psycopg.Connection | None = None
    tables: dict[str, tuple] = field(default_factory=dict)
    sequences: dict[str, tuple] = field(default_factory=dict)
    schema: dict[str, tuple] = field(default_factory=dict)
    rows: dict[str, bytes] = field(default_factory=dict)

    def read(self, name: str) -> None:
        """Remember a copy before anybody else uses it."""
        self.server = as_superuser(name)
        kinds = self.server.execute(TABLES).fetchall()
        names = [table for table, kind in kinds if kind == "r"]
        self.tables = written(self.server, names)
        self.sequences = numbers(self.server, [sequence for sequence, kind in kinds if kind == "S"])
        self.schema = described(self.server)
        if not self.rows:
            self.rows = {table: copied_out(self.server, table) for table in names if self.tables[table][1]}

    def put_back(self) -> bool:
        """Put back the rows of each table that was written to; False when something else has changed."""
        with suppress(psycopg.OperationalError):
            self.server.execute(SEND_AWAY)
            if described(self.server) == self.schema:
                self.renew(self.server)
                return True
        return False

    def close(self) -> None:
        """Leave the database, so that it can be dropped."""
        if self.server:
            self.server.close()

    def renew(self, server: psycopg.Connection) -> None:
        now = written(server, list(self.tables))
        changed = [table for table in now if now[table] != self.tables[table]]
        if changed:
            empty(server, changed)
            for table in changed:
                if table in self.rows:
                    copied_in(server, table, self.rows[table])
            self.tables |= written(server, changed)
        used = numbers(server, list(self.sequences))
        if begun := [name for name, state in used.items() if state != self.sequences[name]]:
            last, are_called = zip(*(self.sequences[name] for name in begun), strict=True)
            server.execute(SET_BACK, [begun, [*last], [*are_called]])


def as_superuser(name: str) -> psycopg.Connection:
    """Connect to a database as somebody whose writing calls no trigger and asks no key."""
    return psycopg.connect(
        host=settings.TEST_DATABASE_HOST,
        user="postgres",
        dbname=name,
        autocommit=True,
        options="-c session_replication_role=replica",
    )


def written(server, tables) -> dict[str, tuple]:
    """Return how large each table is, how many rows it has, and who was the last to write one of them.

    A table that has grown bears what transactions wrote and took back: new rows would lie behind it.
    """
    asked = "SELECT name, pg_relation_size(name::regclass) FROM unnest(%s::text[]) AS name"
    sizes = dict(server.execute(asked, [tables]).fetchall())
    # Most are empty, and a question to each of them takes longer than all else.
    filled = [table for table in tables if sizes[table]]
    rows = each_of(server, "SELECT {}, count(*), max(xmin::text::bigint) FROM {}", filled)
    return {table: (sizes[table], *rows.get(table, (0, None))) for table in tables}


def described(server) -> dict[str, tuple]:
    """Return the same of the tables that describe the schema, but not their size: VACUUM writes there."""
    return each_of(server, "SELECT {}, count(*), max(xmin::text::bigint) FROM {}", SCHEMA)


def numbers(server, sequences) -> dict[str, tuple]:
    """Return the last number of each sequence, and whether it was given away."""
    return each_of(server, "SELECT {}, last_value, is_called FROM {}", sequences)


def each_of(server, one, relations) -> dict[str, tuple]:
    if not relations:
        return {}
    asked = [sql.SQL(one).format(sql.Literal(each), sql.SQL(each)) for each in relations]
    rows = server.execute(sql.SQL(" UNION ALL ").join(asked)).fetchall()
    return {name: tuple(state) for name, *state in rows}


def empty(server, tables) -> None:
    """Remove all rows; without VACUUM the next would lie in other places, and lists in no order differ."""
    # Sent at once, and so one transaction: each question and answer costs as much as its work.
    server.execute(sql.SQL("; ").join(sql.SQL("DELETE FROM {}").format(sql.SQL(table)) for table in tables))
    names = sql.SQL(", ").join(map(sql.SQL, tables))
    server.execute(sql.SQL("VACUUM (INDEX_CLEANUP ON, SKIP_DATABASE_STATS) {}").format(names))


def copied_out(server, table) -> bytes:
    with server.cursor().copy(sql.SQL("COPY {} TO STDOUT").format(sql.SQL(table))) as copy:
        return b"".join(map(bytes, copy))


def copied_in(server, table, rows) -> None:
    with server.cursor().copy(sql.SQL("COPY {} FROM STDIN").format(sql.SQL(table))) as copy:
        copy.write(rows)
