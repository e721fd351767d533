from django.utils import timezone
from procrastinate.contrib.django import app

from .services.forgetting import forget_those_who_left


@app.periodic(cron="53 3 * * *")
@app.task(name="paths.forget_those_who_left", queueing_lock="paths.forget_those_who_left")
def forget(timestamp: int) -> None:
    forget_those_who_left(now=timezone.now())
