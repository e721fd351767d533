"""Alive and ready, on either door; the checks look at real rows."""

import shutil
from datetime import timedelta

import psycopg
import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone

from foundation import health
from foundation.jobs import defer, retry_stalled_jobs
from tests.working import work_off

pytestmark = pytest.mark.django_db(transaction=True)


def write(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


@pytest.fixture
def worker():
    write("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now())")


def test_alive_touches_nothing(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        response = client.get("/healthz")
    assert (response.status_code, response.content) == (200, b"ok")


def test_ready_when_a_worker_lives(client, worker):
    response = client.get("/readyz")
    assert response.json() == {
        "ready": True,
        "database": "ok",
        "migrations": "ok",
        "jobs": "ok",
        "disk": "ok",
    }
    assert response.status_code == 200


def test_a_stopped_worker_is_seen(client):
    write("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - interval '5 minutes')")
    response = client.get("/readyz")
    assert (response.status_code, response.json()["jobs"]) == (503, "failing")


def test_a_job_that_waits_too_long_is_seen(client, worker):
    defer("mail.deliver", at=timezone.now() - timedelta(minutes=6), mail_id=1)
    assert client.get("/readyz").json()["jobs"] == "failing"


def test_a_missing_migration_is_seen(client, worker):
    name = connection.settings_dict["NAME"]
    with psycopg.connect(host=settings.TEST_DATABASE_HOST, user="postgres", dbname=name) as server:
        server.execute("DELETE FROM django_migrations WHERE app = 'mail'")
    assert client.get("/readyz").json()["migrations"] == "failing"


def test_the_job_of_a_killed_worker_is_put_back_in_line():
    defer("mail.deliver", mail_id=1)
    write(
        "INSERT INTO procrastinate_workers (id, last_heartbeat) OVERRIDING SYSTEM VALUE"
        " VALUES (99, now() - interval '1 hour')"
    )
    write("UPDATE procrastinate_jobs SET status = 'doing', worker_id = 99")
    defer(retry_stalled_jobs.name, timestamp=0)
    work_off("default")
    with connection.cursor() as cursor:
        cursor.execute("SELECT status FROM procrastinate_jobs WHERE task_name = 'mail.deliver'")
        assert cursor.fetchone() == ("todo",)


def test_a_full_disk_is_told(client, worker, monkeypatch):
    room = shutil.disk_usage(settings.VAR.parent).free
    monkeypatch.setattr(health, "LEAST_FREE_BYTES", room * 2)
    response = client.get("/readyz")
    assert (response.status_code, response.json()["disk"]) == (503, "failing")
