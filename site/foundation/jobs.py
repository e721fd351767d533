"""Work that nobody waits for, on the same PostgreSQL: deferred by name, in the transaction of its cause."""

from datetime import datetime
from typing import Any

from procrastinate import BaseRetryStrategy, RetryDecision, RetryStrategy, job_context
from procrastinate.contrib.django import app
from procrastinate.jobs import Job

# Ten more tries within three quarters of an hour, from one to eighteen minutes apart.
PATIENT = RetryStrategy(max_attempts=10, exponential_wait=2, wait=60)


class AllDay(BaseRetryStrategy):
    """Tries again for a day and a night, 1, 2, 4 … minutes apart and then each hour.

    For what waits for somebody else's server: whatever is done once it is back is done within the hour.
    """

    most_tries = 30
    longest_wait_minutes = 60

    def get_retry_decision(
        self,
        *,
        exception: BaseException,  # noqa: ARG002 -- procrastinate's signature
        job: Job,
    ) -> RetryDecision | None:
        """Return when the next try begins, None after the last; `job.attempts` are those before this one."""
        if job.attempts + 1 >= self.most_tries:
            return None
        return RetryDecision(retry_in={"minutes": min(2**job.attempts, self.longest_wait_minutes)})


ALL_DAY = AllDay()
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
