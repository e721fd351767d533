from django.utils import timezone
from procrastinate.contrib.django import app

from .services.forgetting import forget_old_marks


@app.periodic(cron="57 3 * * *")
@app.task(name="surveys.forget_old_marks", queueing_lock="surveys.forget_old_marks")
def forget_marks(timestamp: int) -> None:
    forget_old_marks(now=timezone.now())
