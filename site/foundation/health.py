"""Whether this door is alive, and whether it is ready: database, migrations, jobs, disk, what apps add."""

import shutil
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from procrastinate.contrib.django.models import ProcrastinateJob, ProcrastinateWorker

from foundation.jobs import LONG_QUEUE
from foundation.registry import health_checks

WORKER_SILENT_AFTER = timedelta(minutes=1)
JOB_LATE_AFTER = timedelta(minutes=5)
LEAST_FREE_BYTES = 200 * 1024 * 1024


@never_cache
def healthz(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 -- a view
    """Answer that the process is alive; it touches nothing else."""
    return HttpResponse("ok", content_type="text/plain; charset=utf-8")


@never_cache
def readyz(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 -- a view
    """Answer 200 when every part works, 503 with the names of those that do not. No detail is told."""
    states = {name: _state(check) for name, check in (*CHECKS.items(), *health_checks.items())}
    ready = all(state == "ok" for state in states.values())
    response = JsonResponse({"ready": ready, **states}, status=200 if ready else 503)
    # Whoever asks reads the answer; asked every few seconds, a log would hold nothing else.
    response._has_been_logged = True  # type: ignore[attr-defined]  # noqa: SLF001 -- Django's own mark
    return response


def _state(check: Callable[[], bool]) -> str:
    try:
        return "ok" if check() else "failing"
    except DatabaseError:
        return "failing"


def database_answers() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return cursor.fetchone() == (1,)


def migrations_are_applied() -> bool:
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def jobs_are_done() -> bool:
    """Return whether a worker has lately shown itself and no job waits longer than it should.

    In the long queue each waits for the one before, however long that takes.
    """
    now = timezone.now()
    workers = ProcrastinateWorker.objects.filter(last_heartbeat__gt=now - WORKER_SILENT_AFTER)
    late: dict[str, Any] = {"status": "todo", "scheduled_at__lt": now - JOB_LATE_AFTER}
    jobs = ProcrastinateJob.objects.exclude(queue_name=LONG_QUEUE)
    return workers.exists() and not jobs.filter(**late).exists()


def disk_has_room() -> bool:
    return has_room(settings.VAR)


def has_room(folder: Path) -> bool:
    """Return whether the disk of a folder, or of the one in which it will be made, has room left."""
    return shutil.disk_usage(_nearest_that_exists(folder)).free > LEAST_FREE_BYTES


def _nearest_that_exists(folder: Path) -> Path:
    """Return the folder itself, or above it the one in which it will be made."""
    return next(each for each in (folder, *folder.parents) if each.exists())


CHECKS = {
    "database": database_answers,
    "migrations": migrations_are_applied,
    "jobs": jobs_are_done,
    "disk": disk_has_room,
}
