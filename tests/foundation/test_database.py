"""What each role may do on the real server."""

import psycopg
import pytest
from django.conf import settings
from django.db import connection
from psycopg.errors import InsufficientPrivilege

from foundation.database import embedded, roles

DOOR = roles.DoorRoles(settings.DOOR)


def connect(role, database=None):
    return psycopg.connect(
        host=settings.TEST_DATABASE_HOST,
        user=role,
        dbname=database or connection.settings_dict["NAME"],
        autocommit=True,
    )


@pytest.mark.django_db(transaction=True)
def test_the_tests_run_as_the_application_and_not_as_owner_or_superuser():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_user, rolsuper, rolbypassrls, rolcreaterole"
            " FROM pg_roles WHERE rolname = current_user"
        )
        assert cursor.fetchone() == (DOOR.application, False, False, False)
        cursor.execute("SELECT DISTINCT tableowner FROM pg_tables WHERE schemaname = 'public'")
        assert cursor.fetchall() == [(DOOR.owner,)]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TABLE mine (id int)",
        "TRUNCATE accounts_person CASCADE",
        "ALTER TABLE accounts_person ADD COLUMN more int",
        "UPDATE django_migrations SET name = ''",
        "CREATE ROLE another",
    ],
)
def test_the_application_cannot_change_the_house(statement):
    with connect(DOOR.application) as session, pytest.raises(psycopg.Error):
        session.execute(statement)


@pytest.mark.django_db(transaction=True)
def test_the_backup_role_reads_everything_and_writes_nothing():
    with connect(DOOR.backup) as session:
        tables = session.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
        for (table,) in tables:
            session.execute(f'SELECT 1 FROM "{table}" LIMIT 1')
        with pytest.raises(InsufficientPrivilege):
            session.execute("DELETE FROM accounts_person")


def test_a_door_s_database_is_closed_to_the_other_door():
    public, private = roles.DoorRoles("publictest"), roles.DoorRoles("privatetest")
    with connect("postgres", "postgres") as server:
        for door in (public, private):
            roles.create_roles(server, door, {})
            roles.create_database(server, door)
        try:
            with connect(private.application, private.database) as session:
                assert session.execute("SELECT 1").fetchone() == (1,)
            with pytest.raises(psycopg.OperationalError, match="permission denied for database"):
                connect(public.application, private.database)
        finally:
            for door in (public, private):
                server.execute(f"DROP DATABASE {door.database}")
                for role in (door.owner, door.application, door.backup):
                    server.execute(f"DROP ROLE {role}")


def test_a_door_that_shares_a_server_leaves_connections_to_the_other():
    public = roles.DoorRoles("publictest")
    with connect("postgres", "postgres") as server:
        roles.create_roles(server, public, {})
        try:
            roles.limit_connections(server, public)
            found = server.execute(
                "SELECT rolname, rolconnlimit FROM pg_roles WHERE rolname LIKE 'tsunagu_publictest%'"
            ).fetchall()
        finally:
            for role in (public.owner, public.application, public.backup):
                server.execute(f"DROP ROLE {role}")
    assert dict(found) == {public.owner: 20, public.application: 120, public.backup: 5}
    assert sum(roles.MOST_CONNECTIONS.values()) < 200 - 24 - 20


def test_a_long_folder_gets_a_short_socket(tmp_path):
    long = tmp_path / ("とても長い名前のフォルダ" * 3) / "postgres"
    assert embedded.socket_folder(tmp_path) == tmp_path
    assert len(str(embedded.socket_folder(long)).encode()) < 100
