from django.utils import timezone
from procrastinate.contrib.django import app

from .services.forgetting import forget_requesters


@app.periodic(cron="55 3 * * *")
@app.task(name="events.forget_lecture_requesters", queueing_lock="events.forget_lecture_requesters")
def forget(timestamp: int) -> None:
    forget_requesters(now=timezone.now())
