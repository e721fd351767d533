from django.utils import timezone
from procrastinate.contrib.django import app

from .services.forgetting import forget_old_times


@app.periodic(cron="52 3 * * *")
@app.task(name="events.forget_old_times", queueing_lock="events.forget_old_times")
def forget_times(timestamp: int) -> None:
    forget_old_times(now=timezone.now())
