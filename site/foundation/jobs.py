"""Work that nobody waits for, on the same PostgreSQL: deferred by name, in the transaction of its cause."""

from datetime import datetime
from typing import Any

from procrastinate import RetryStrategy, job_context
from procrastinate.contrib.django import app

# Ten tries within about a day: 1, 2, 4 … minutes apart.
PATIENT = RetryStrategy(max_attempts=10, exponential_wait=2, wait=60)
# What takes minutes or hours, one at a time, by a worker of its own: no mail waits behind it.
LONG_QUEUE = "video"
STALLED_AFTER_SECONDS = 120
FINISHED_JOBS_KEPT_HOURS = 24 * 14


def defer(job: str, /, *, at: datetime | None = None, **arguments: Any) -> None:
    """Queue a job by its name; it exists when, and only when, the caller's transaction commits.

    `at` is the earliest time it may start. Raises procrastinate's TaskNotFound for an unknown name.
    """
    app.configure_task(job, allow_unknown=False, schedule_at=at).defer(**arguments)


@app.periodic(cron="* * * * *")
@app.task(
    name="foundation.retry_stalled_jobs", queueing_lock="foundation.retry_stalled_jobs", pass_context=True
)
async def retry_stalled_jobs(context: job_context.JobContext, timestamp: int) -> None:
    """Put jobs of a killed worker back in line."""
    manager = context.app.job_manager
    for job in await manager.get_stalled_jobs(seconds_since_heartbeat=STALLED_AFTER_SECONDS):
        await manager.retry_job(job)


@app.periodic(cron="40 3 * * *")
@app.task(
    name="foundation.remove_finished_jobs", queueing_lock="foundation.remove_finished_jobs", pass_context=True
)
async def remove_finished_jobs(context: job_context.JobContext, timestamp: int) -> None:
    """Delete finished jobs after two weeks; failed ones stay until somebody has looked."""
    await context.app.job_manager.delete_old_jobs(nb_hours=FINISHED_JOBS_KEPT_HOURS)
