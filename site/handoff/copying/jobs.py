from django.utils import timezone
from procrastinate.contrib.django import app

from .services import pull


@app.periodic(cron="*/10 * * * *")
@app.task(name="handoff.copying.pull_agencies", queueing_lock="handoff.copying.pull_agencies")
def pull_agencies(timestamp: int) -> None:
    """Pull what the public door says of agencies; the next time is in ten minutes."""
    pull(now=timezone.now())
