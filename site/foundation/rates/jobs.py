from django.utils import timezone
from procrastinate.contrib.django import app

from . import services


@app.periodic(cron="25 * * * *")
@app.task(name="rates.forget_old_tallies", queueing_lock="rates.forget_old_tallies")
def forget_old_tallies(timestamp: int) -> None:
    services.forget_old_tallies(now=timezone.now())
