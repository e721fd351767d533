"""The first site, published: made once by each test process, then put in place as the rows it was.

Making it takes seconds, copying its rows a tenth of one. Tests of the making itself call the command.
"""

from io import StringIO

from django.core.management import call_command
from django.db import connection, transaction

from portal.models import HomePage

KEPT_APART = {"django_migrations", "foundation_cache"}
taken = {}


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
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        for name, (had_rows, rows) in taken.items():
            table = connection.ops.quote_name(name)
            if had_rows:
                cursor.execute(f"DELETE FROM {table}")
            with cursor.copy(f"COPY {table} FROM STDIN") as copy:
                copy.write(rows)
            count_on(cursor, name, table)


def count_on(cursor, name, table):
    """Let the next number of a table follow the last one in it: a fresh database begins at one again."""
    for sequence in connection.introspection.get_sequences(cursor, name):
        column = connection.ops.quote_name(sequence["column"])
        cursor.execute(f"SELECT COALESCE(MAX({column}), 0) FROM {table}")
        (most,) = cursor.fetchone()
        cursor.execute("SELECT nextval(%s)", [sequence["name"]])
        (number,) = cursor.fetchone()
        if number <= most:
            cursor.execute(
                "SELECT nextval(%s) FROM generate_series(1, %s)", [sequence["name"], most - number]
            )
