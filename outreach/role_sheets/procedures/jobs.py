from django.utils import timezone
from procrastinate.contrib.django import app

from .services.copies import forget_copies


@app.periodic(cron="58 3 * * *")
@app.task(name="procedures.forget_copies", queueing_lock="procedures.forget_copies")
def forget(timestamp: int) -> None:
    forget_copies(now=timezone.now())
