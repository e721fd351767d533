"""The three roles of a door's database, as data: who owns, who works, who only copies.

Nobody but the one-time superuser connection may create roles or databases. The application role is
neither owner nor superuser, so grants and row-level security hold for it; nobody gets TRUNCATE.
"""

from dataclasses import dataclass

import psycopg
from psycopg import sql

EXTENSIONS = ("btree_gist", "pg_trgm")
# Facts that no program of ours may change or remove once written.
APPEND_ONLY_TABLES = (
    "audit_entry",
    "events_seatentry",
    "documents_takencopy",
    "machine_call",
    "incidents_step",
    "machine_provisionrecord",
    "machine_turn",
    "talk_message",
    "sittings_paperreading",
    "aftercare_review",
    "release_steptick",
)
# Of the 200 of the embedded server, which both doors share: the public one cannot take the last.
MOST_CONNECTIONS = {"owner": 20, "application": 120, "backup": 5}


@dataclass(frozen=True)
class DoorRoles:
    """The names of one door's database and roles."""

    door: str

    @property
    def database(self) -> str:
        return f"tsunagu_{self.door}"

    @property
    def owner(self) -> str:
        return f"tsunagu_{self.door}_owner"

    @property
    def application(self) -> str:
        return f"tsunagu_{self.door}_app"

    @property
    def backup(self) -> str:
        return f"tsunagu_{self.door}_backup"


PUBLIC = DoorRoles("public")
PRIVATE = DoorRoles("private")


def create_roles(superuser: psycopg.Connection, roles: DoorRoles, passwords: dict[str, str]) -> None:
    """Create or renew the three roles of a door; a role without a password can use the socket only."""
    for role in (roles.owner, roles.application, roles.backup):
        known = superuser.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone()
        verb = sql.SQL("ALTER" if known else "CREATE")
        superuser.execute(
            sql.SQL("{} ROLE {} LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE NOREPLICATION").format(
                verb, sql.Identifier(role)
            )
        )
        if role in passwords:
            superuser.execute(
                sql.SQL("ALTER ROLE {} PASSWORD {}").format(
                    sql.Identifier(role), sql.Literal(passwords[role])
                )
            )


def limit_connections(superuser: psycopg.Connection, roles: DoorRoles) -> None:
    """Leave connections of a shared server to the other door, whatever this one opens."""
    for name, most in MOST_CONNECTIONS.items():
        role = sql.Identifier(getattr(roles, name))
        superuser.execute(sql.SQL("ALTER ROLE {} CONNECTION LIMIT {}").format(role, sql.Literal(most)))


def create_database(superuser: psycopg.Connection, roles: DoorRoles) -> None:
    """Create the door's database for its owner and close it to every role of the other door.

    The application may make temporary tables: imports sort out in them what belongs together.
    """
    name, owner = sql.Identifier(roles.database), sql.Identifier(roles.owner)
    query = "SELECT 1 FROM pg_database WHERE datname = %s"
    if not superuser.execute(query, [roles.database]).fetchone():
        superuser.execute(
            sql.SQL("CREATE DATABASE {} OWNER {} ENCODING 'UTF8' TEMPLATE template0").format(name, owner)
        )
    close_database(superuser, roles, roles.database)


def close_database(superuser: psycopg.Connection, roles: DoorRoles, database: str) -> None:
    """Let only the door's own roles into a database of this name."""
    name = sql.Identifier(database)
    superuser.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(name))
    for rights, role in (("CONNECT, TEMPORARY", roles.application), ("CONNECT", roles.backup)):
        grant_them = sql.SQL("GRANT {} ON DATABASE {} TO {}")
        superuser.execute(grant_them.format(sql.SQL(rights), name, sql.Identifier(role)))


def create_extensions(owner: psycopg.Connection) -> None:
    """Create the trusted extensions in the connected database; this comes before the first migration."""
    for extension in EXTENSIONS:
        owner.execute(sql.SQL("CREATE EXTENSION IF NOT EXISTS {}").format(sql.Identifier(extension)))


def grant(owner: psycopg.Connection, roles: DoorRoles) -> None:
    """Give the application and the backup role exactly what they need on the tables that exist now."""
    application, backup = sql.Identifier(roles.application), sql.Identifier(roles.backup)
    owner.execute(
        sql.SQL("REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {}, {}").format(application, backup)
    )
    owner.execute(sql.SQL("GRANT USAGE ON SCHEMA public TO {}, {}").format(application, backup))
    owner.execute(
        sql.SQL("GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {}").format(
            application
        )
    )
    owner.execute(sql.SQL("GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {}").format(application))
    owner.execute(sql.SQL("GRANT SELECT ON ALL TABLES IN SCHEMA public TO {}").format(backup))
    owner.execute(sql.SQL("GRANT SELECT ON ALL SEQUENCES IN SCHEMA public TO {}").format(backup))
    read_only = {"django_migrations": "INSERT, UPDATE, DELETE"}
    read_only |= dict.fromkeys(APPEND_ONLY_TABLES, "UPDATE, DELETE")
    for table, forbidden in read_only.items():
        exists = owner.execute("SELECT to_regclass(%s)", [f"public.{table}"]).fetchone()
        if exists and exists[0]:
            owner.execute(
                sql.SQL("REVOKE {} ON {} FROM {}").format(
                    sql.SQL(forbidden), sql.Identifier(table), application
                )
            )
