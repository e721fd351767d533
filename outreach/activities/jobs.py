"""The register pulls every hour: this fiscal year and, until it is locked, the one before."""

from django.utils import timezone
from procrastinate.contrib.django import app

from foundation.japanese.dates import fiscal_year

from . import queries
from .services.pulling import pull


@app.periodic(cron="20 * * * *")
@app.task(name="activities.pull", queueing_lock="activities.pull")
def pull_activities(timestamp: int) -> None:
    """Take in what took place."""
    now = timezone.now()
    this = fiscal_year(timezone.localdate(now))
    for year in (this - 1, this):
        if year == this or not queries.is_locked(year):
            pull(year=year, now=now)
