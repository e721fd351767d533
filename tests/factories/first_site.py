"""The first site, published: made once by each test process, then put in place as the rows it was.

Making it takes seconds, copying its rows a tenth of one. Tests of the making itself call the command.
"""

from io import StringIO

from django.core.management import call_command
from django.db import connection, transaction

from portal.models import HomePage

KEPT_APART = {"django_migrations", "foundation_cache"}
taken = {}
# The last number that these rows used of each sequence.
used = {}


def place_first_site():
    """Put the first pages, figures, words and readings in place; returns the home page."""
    if taken:
        put_rows()
    else:
        before = rows_of_all_tables()
        call_command("make_site", "--publish", stdout=StringIO())
        after = rows_of_all_tables()
        changed = (table for table in after if before[table] != after[table])
        taken.update({table: (before[table] != b"", after[table]) for table in changed})
        used.update(last_numbers())
    return HomePage.objects.get()


def rows_of_all_tables():
    names = [name for name in connection.introspection.table_names() if name not in KEPT_APART]
    rows = {}
    with connection.cursor() as cursor:
        for name in names:
            with cursor.copy(f"COPY {connection.ops.quote_name(name)} TO STDOUT") as copy:
                rows[name] = b"".join(copy)
    return rows


def put_rows():
    # Keys that point at rows of the next table are looked at with the commit.
    with transaction.atomic(), connection.cursor() as cursor:
        old = [connection.ops.quote_name(name) for name, (had_rows, _) in taken.items() if had_rows]
        cursor.execute("; ".join(["SET CONSTRAINTS ALL DEFERRED", *(f"DELETE FROM {each}" for each in old)]))
        for name, (_, rows) in taken.items():
            with cursor.copy(f"COPY {connection.ops.quote_name(name)} FROM STDIN") as copy:
                copy.write(rows)
        count_on(cursor)


def last_numbers():
    with connection.cursor() as cursor:
        for name in taken:
            for sequence in connection.introspection.get_sequences(cursor, name):
                column, table = map(connection.ops.quote_name, (sequence["column"], name))
                cursor.execute(f"SELECT MAX({column}) FROM {table}")
                yield sequence["name"], cursor.fetchone()[0] or 0


def count_on(cursor):
    """Let the next number of a table follow the last one in it: a fresh database begins at one again."""
    asked = "SELECT name, nextval(name::regclass) FROM unnest(%s::text[]) AS name"
    cursor.execute(asked, [list(used)])
    missing = [(name, used[name] - number) for name, number in cursor.fetchall() if number < used[name]]
    if missing:
        names, counts = zip(*missing, strict=True)
        asked = (
            "SELECT count(nextval(name::regclass)) FROM unnest(%s::text[], %s::int[]) AS missing(name, more)"
        )
        cursor.execute(f"{asked}, generate_series(1, more)", [[*names], [*counts]])
