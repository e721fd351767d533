from django.utils import timezone
from procrastinate.contrib.django import app

from .services.forgetting import forget_old_certificates


@app.periodic(cron="58 3 * * *")
@app.task(name="events.forget_old_certificates", queueing_lock="events.forget_old_certificates")
def forget_certificates(timestamp: int) -> None:
    forget_old_certificates(now=timezone.now())
