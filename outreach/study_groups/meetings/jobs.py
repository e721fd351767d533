from django.utils import timezone
from procrastinate.contrib.django import app

from .services.forgetting import forget_people, forget_recusals


@app.periodic(cron="49 3 * * *")
@app.task(name="group_meetings.forget", queueing_lock="group_meetings.forget")
def forget(timestamp: int) -> None:
    forget_people(now=timezone.now())
    forget_recusals(now=timezone.now())
