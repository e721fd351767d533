"""Test databases: one template per door, made by its owner, copied for each worker's application role."""

import fcntl
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO
from pathlib import Path

import psycopg
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from psycopg import sql

from foundation.database import roles
from tests.copied_rows import Copied

ROOT = Path(__file__).resolve().parents[1]
SOURCES = (
    "*/migrations/*.py",
    "*/*/migrations/*.py",
    "*/*/*/migrations/*.py",
    # Migrations of the private door read their policies there.
    "site/handoff/row_security.py",
    "site/handoff/*/row_rules.py",
    "site/handoff/*/enums.py",
)
PREPARING = (
    "site/handoff/row_security.py",
    "site/foundation/copied.py",
    "site/foundation/database/quick_states.py",
    "site/foundation/database/roles.py",
    "site/accounts/enums.py",
    "site/accounts/management/commands/sync_roles.py",
    "directory/kinds.py",
    "directory/data/service_kinds.csv",
    "directory/data/conditions.csv",
)


def fingerprint() -> str:
    """Return a hash of everything that shapes a fresh database."""
    files = sorted({path for pattern in SOURCES for path in ROOT.glob(pattern) if ".venv" not in path.parts})
    digest = hashlib.sha256((ROOT / "requirements.lock").read_bytes())
    for path in [*files, *(ROOT / name for name in PREPARING)]:
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


class Databases:
    """The template and the copies of one pytest worker."""

    def __init__(self) -> None:
        worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
        self.door = roles.DoorRoles(settings.DOOR)
        # The process id keeps two runs on one machine apart.
        self.name = f"test_{self.door.door}_{worker}_{os.getpid()}"
        self.template = f"template_{self.door.door}_{fingerprint()}"
        self.copied = Copied()

    @contextmanager
    def superuser(self) -> Iterator[psycopg.Connection]:
        with psycopg.connect(
            host=settings.TEST_DATABASE_HOST, user="postgres", dbname="postgres", autocommit=True
        ) as server:
            yield server

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Let one worker build the template while the others wait."""
        with Path(settings.TEST_DATA).with_suffix(".template").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def use(self, name: str, role: str) -> None:
        connection.close()
        connection.settings_dict.update(NAME=name, USER=role, CONN_MAX_AGE=0)

    def make_template(self) -> None:
        """Build the template unless it is there; renaming comes last: a broken build never bears its name."""
        building = f"building_{self.door.door}"
        with self.alone(), self.superuser() as server:
            drop_leftovers(server)
            if server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [self.template]).fetchone():
                return
            roles.create_roles(server, self.door, {})
            stale = server.execute(
                "SELECT datname FROM pg_database WHERE datname LIKE %s OR datname = %s",
                [f"template_{self.door.door}_%", building],
            ).fetchall()
            for (name,) in stale:
                server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))
            server.execute(
                sql.SQL("CREATE DATABASE {} OWNER {}").format(
                    sql.Identifier(building), sql.Identifier(self.door.owner)
                )
            )
            self.use(building, self.door.owner)
            connection.ensure_connection()
            roles.create_extensions(connection.connection)
            prepare_tables(self.door.door)
            connection.close()
            server.execute(
                sql.SQL("ALTER DATABASE {} RENAME TO {}").format(
                    sql.Identifier(building), sql.Identifier(self.template)
                )
            )

    def copy(self) -> None:
        """Give this worker a fresh copy of the template and connect to it as the application."""
        connection.close()
        self.copied.close()
        with self.superuser() as server:
            name = sql.Identifier(self.name)
            server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(name))
            server.execute(
                sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE {}").format(
                    name, sql.Identifier(self.door.owner), sql.Identifier(self.template)
                )
            )
            # A copy is open to all at first: what the application may not do must fail here too.
            roles.close_database(server, self.door, self.name)
        self.copied.read(self.name)
        self.use(self.name, self.door.application)

    def renew(self) -> None:
        """Undo what a test has kept: put rows back where they differ, copy again if more than rows does."""
        connection.close()
        if not self.copied.put_back():
            self.copy()

    def drop(self) -> None:
        connection.close()
        self.copied.close()
        with self.superuser() as server:
            server.execute(
                sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(self.name))
            )


def drop_leftovers(server: psycopg.Connection) -> None:
    """Drop the copies of test runs that were killed."""
    rows = server.execute(r"SELECT datname FROM pg_database WHERE datname ~ '^test_.*_[0-9]+$'").fetchall()
    for (name,) in rows:
        try:
            os.kill(int(name.rpartition("_")[2]), 0)
        except ProcessLookupError:
            server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
        except PermissionError:
            continue


def prepare_tables(door: str) -> None:
    """Do what `make demo` does to an empty database, as its owner."""
    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)
    call_command("sync_roles", stdout=StringIO())
    if door == "public":
        call_command("sync_kinds", stdout=StringIO())
    call_command("sync_database_grants", stdout=StringIO())
