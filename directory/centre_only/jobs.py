from django.utils import timezone
from procrastinate.contrib.django import app

from .services import forget_whom_was_met


@app.periodic(cron="40 3 * * *")
@app.task(name="directory.forget_whom_was_met", queueing_lock="directory.forget_whom_was_met")
def forget_whom(timestamp: int) -> None:
    forget_whom_was_met(now=timezone.now())
