from django.utils import timezone
from procrastinate.contrib.django import app

from .services.forgetting import forget_old_reports


@app.periodic(cron="37 3 * * *")
@app.task(name="viewing.forget_old_reports", queueing_lock="viewing.forget_old_reports")
def forget_reports(timestamp: int) -> None:
    forget_old_reports(now=timezone.now())
