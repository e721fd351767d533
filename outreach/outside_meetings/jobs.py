from django.utils import timezone
from procrastinate.contrib.django import app

from .services.forgetting import forget_questions


@app.periodic(cron="56 3 * * *")
@app.task(name="outside_meetings.forget", queueing_lock="outside_meetings.forget")
def forget(timestamp: int) -> None:
    forget_questions(now=timezone.now())
