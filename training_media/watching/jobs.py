from django.utils import timezone
from procrastinate.contrib.django import app

from .services.forgetting import forget_names, forget_visits, forget_words


@app.periodic(cron="57 3 * * *")
@app.task(name="watching.forget", queueing_lock="watching.forget")
def forget(timestamp: int) -> None:
    forget_words(now=timezone.now())
    forget_names(now=timezone.now())
    forget_visits(now=timezone.now())
