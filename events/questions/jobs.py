from django.utils import timezone
from procrastinate.contrib.django import app

from .services.forgetting import forget_old_answers


@app.periodic(cron="50 3 * * *")
@app.task(name="events.forget_application_answers", queueing_lock="events.forget_application_answers")
def forget_answers(timestamp: int) -> None:
    forget_old_answers(now=timezone.now())
