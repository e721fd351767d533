"""What the roles of the public database try on the server that both doors share."""

from contextlib import ExitStack, suppress

import psycopg

from foundation.audit.chain import CHAIN_LOCK
from foundation.database.roles import PRIVATE, PUBLIC

# Roles of the public side that an attacker may hold.
HIS = (PUBLIC.application, PUBLIC.owner, PUBLIC.backup)
ROWS_AT_ONCE = 2000
# Each must be refused.
FORBIDDEN = (
    f"SET ROLE {PRIVATE.application}",
    f"SET ROLE {PRIVATE.owner}",
    "SET ROLE postgres",
    f"ALTER ROLE {PRIVATE.application} NOLOGIN",
    f"ALTER ROLE {PUBLIC.application} SUPERUSER",
    f"GRANT {PRIVATE.application} TO {PUBLIC.application}",
    f"GRANT CONNECT ON DATABASE {PRIVATE.database} TO PUBLIC",
    f"ALTER DATABASE {PRIVATE.database} CONNECTION LIMIT 0",
    f"ALTER DATABASE {PRIVATE.database} RENAME TO gone",
    f"DROP DATABASE {PRIVATE.database}",
    f"CREATE DATABASE copied TEMPLATE {PRIVATE.database}",
    "CREATE EXTENSION dblink",
    "CREATE EXTENSION postgres_fdw",
    "CREATE EXTENSION file_fdw",
    "CREATE EXTENSION adminpack",
    "COPY (SELECT 1) TO PROGRAM 'cat'",
    "COPY pg_temp.taken FROM '/etc/passwd'",
    "SELECT pg_read_file('postgresql.conf')",
    "SELECT pg_ls_dir('base')",
    "SELECT lo_import('/etc/passwd')",
    "SELECT pg_reload_conf()",
    "SELECT pg_switch_wal()",
    "ALTER SYSTEM SET max_connections = 5",
    "CREATE SUBSCRIPTION taken CONNECTION 'dbname=tsunagu_private' PUBLICATION all_of_it",
    "LOCK TABLE pg_authid",
    "SELECT * FROM pg_authid",
    "SELECT pg_create_physical_replication_slot('taken')",
    "CREATE LANGUAGE plpython3u",
)
# Each is answered, with what everybody on the server may see.
LOOKING = (
    "SELECT * FROM pg_stat_activity",
    "SELECT * FROM pg_database",
    "SELECT * FROM pg_stat_database",
    "SELECT * FROM pg_locks",
    "SELECT * FROM pg_roles",
    "SELECT * FROM pg_settings",
    "SELECT * FROM pg_prepared_xacts",
    "SELECT * FROM pg_shdescription",
)
ENDING = (
    "SELECT pg_terminate_backend(pid), pg_cancel_backend(pid) FROM pg_stat_activity"
    f" WHERE datname = '{PRIVATE.database}'"
)


def connect(portal, role, database):
    return psycopg.connect(host=portal.sockets, user=role, dbname=database, autocommit=True)


def try_the_other_database(portal, ear):
    """Knock at the private database with each role of the public side; returns how often it opened."""
    opened = 0
    for role in HIS:
        with suppress(psycopg.OperationalError), connect(portal, role, PRIVATE.database) as session:
            opened += 1
            ear.hear(f"{role} in {PRIVATE.database}", session.execute("TABLE cases_case").fetchall())
    return opened


def try_the_server(portal, ear):
    """Say each sentence as each role; returns those that should have been refused and were not."""
    granted = []
    for role in HIS:
        with connect(portal, role, PUBLIC.database) as session:
            with suppress(psycopg.Error):
                session.execute("CREATE TEMPORARY TABLE taken (line text)")
            for sentence in (*FORBIDDEN, *LOOKING, ENDING):
                try:
                    found = session.execute(sentence)
                    ear.hear(f"{role}: {sentence}", found.fetchall() if found.description else "")
                except psycopg.Error as error:
                    ear.hear(f"{role}: {sentence}", error)
                else:
                    granted += [(role, sentence)] * (sentence not in LOOKING)
    return granted


def read_everything(portal, ear):
    """Read each row of the public database as its owner; returns how many tables there are."""
    with connect(portal, PUBLIC.owner, PUBLIC.database) as session:
        tables = session.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
        for (table,) in tables:
            rows = session.execute(f'SELECT * FROM "{table}"')
            while some := rows.fetchmany(ROWS_AT_ONCE):
                ear.hear(f"table {table}", "\n".join(" ".join(map(str, row)) for row in some))
    return len(tables)


def break_the_chain(portal):
    """Rewrite the public audit as its owner, row by row; returns how many entries are left."""
    with connect(portal, PUBLIC.owner, PUBLIC.database) as session:
        session.execute("DELETE FROM audit_entry WHERE id % 3 = 0")
        session.execute("UPDATE audit_entry SET body = '{}', verb = 'x' WHERE id % 3 = 1")
        return session.execute("SELECT count(*) FROM audit_entry").fetchone()[0]


def stall_the_chain(portal, stack: ExitStack):
    """Hold what every entry of the public audit waits for, as long as the stack lasts."""
    session = stack.enter_context(
        psycopg.connect(host=portal.sockets, user=PUBLIC.owner, dbname=PUBLIC.database)
    )
    session.execute("SELECT pg_advisory_lock(%s)", [CHAIN_LOCK])
    session.execute("LOCK TABLE audit_entry, procrastinate_jobs, django_session IN ACCESS EXCLUSIVE MODE")
    # Where both doors share a server they share the numbers of such locks as well, but not the locks.
    with connect(portal, PRIVATE.application, PRIVATE.database) as other:
        return other.execute("SELECT pg_try_advisory_xact_lock(%s)", [CHAIN_LOCK]).fetchone() == (True,)


def take_every_connection(portal, stack: ExitStack):
    """Open connections as each role of the public side until the server refuses; returns how many."""
    taken = 0
    for role in HIS:
        with suppress(psycopg.OperationalError):
            while taken < 500:
                stack.enter_context(connect(portal, role, PUBLIC.database))
                taken += 1
    return taken
