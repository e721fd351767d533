"""The door refuses to start under a role that row-level security does not hold. Real roles, real starts."""

import psycopg
import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.db import connection
from psycopg import sql

from foundation.database import roles
from handoff.middleware import EnrolmentMiddleware
from handoff.row_security import OPEN_TABLES
from handoff.start import closed_tables, refuse_open_tables, refuse_powerful_role
from tests.handoff.starting import MIGRATE, WEB, start

MEMBER = "tsunagu_test_member_of_owner"
pytestmark = pytest.mark.django_db


@pytest.fixture
def as_role(monkeypatch):
    """Give a function that lets Django connect as another role."""
    return lambda role: monkeypatch.setitem(connection.settings_dict, "USER", role)


@pytest.fixture
def member_of_owner():
    """A plain role that may become the owner."""
    with psycopg.connect(
        host=settings.TEST_DATABASE_HOST, user="postgres", dbname="postgres", autocommit=True
    ) as superuser:
        superuser.execute(sql.SQL("DROP ROLE IF EXISTS {}").format(sql.Identifier(MEMBER)))
        superuser.execute(
            sql.SQL("CREATE ROLE {} LOGIN IN ROLE {}").format(
                sql.Identifier(MEMBER), sql.Identifier(roles.PRIVATE.owner)
            )
        )
        yield MEMBER
        superuser.execute(sql.SQL("DROP ROLE {}").format(sql.Identifier(MEMBER)))


def test_the_application_role_may_start(as_role):
    as_role(roles.PRIVATE.application)
    refuse_powerful_role()


@pytest.mark.parametrize("role", ["postgres", roles.PRIVATE.owner])
def test_a_superuser_and_the_owner_may_not(as_role, role):
    as_role(role)
    with pytest.raises(ImproperlyConfigured, match=role):
        refuse_powerful_role()


def test_neither_may_a_role_that_can_become_the_owner(as_role, member_of_owner):
    as_role(member_of_owner)
    with pytest.raises(ImproperlyConfigured, match=member_of_owner):
        refuse_powerful_role()


def test_a_web_process_does_not_start_as_owner(as_role):
    as_role(roles.PRIVATE.owner)
    with pytest.raises(ImproperlyConfigured):
        EnrolmentMiddleware(lambda request: None)


def test_a_worker_does_not_start_as_owner(as_role):
    as_role(roles.PRIVATE.owner)
    with pytest.raises(ImproperlyConfigured):
        call_command("procrastinate", "worker", "--one-shot")


@pytest.mark.parametrize(
    ("role", "process", "says"),
    [
        (roles.PRIVATE.application, WEB, "started"),
        (roles.PRIVATE.owner, WEB, "the private door runs as its application role only"),
        ("postgres", WEB, "the private door runs as its application role only"),
        (roles.PRIVATE.owner, MIGRATE, "started"),
    ],
)
def test_the_web_server_refuses_powerful_roles_and_migrations_need_one(role, process, says):
    done = start(role, process)
    assert says in done.stdout + done.stderr
    assert (done.returncode == 0) == (says == "started")


def test_every_table_of_cases_is_closed_by_row_level_security():
    refuse_open_tables()
    assert {
        "cases_case",
        "cases_supportedperson",
        "machine_handoff",
        "machine_packagepart",
    } <= closed_tables()
    assert not closed_tables() & OPEN_TABLES


@pytest.mark.django_db(transaction=True)
def test_a_door_whose_table_stands_open_does_not_start():
    with psycopg.connect(
        host=settings.TEST_DATABASE_HOST,
        user="postgres",
        dbname=connection.settings_dict["NAME"],
        autocommit=True,
    ) as superuser:
        superuser.execute("ALTER TABLE machine_turn DISABLE ROW LEVEL SECURITY")
        try:
            with pytest.raises(ImproperlyConfigured, match="machine_turn"):
                refuse_open_tables()
        finally:
            superuser.execute("ALTER TABLE machine_turn ENABLE ROW LEVEL SECURITY")
