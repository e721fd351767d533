from django.utils import timezone
from procrastinate.contrib.django import app

from .services.forgetting import forget_old_reports
from .services.tidying import tidy_up


@app.periodic(cron="37 3 * * *")
@app.task(name="viewing.forget_old_reports", queueing_lock="viewing.forget_old_reports")
def forget_reports(timestamp: int) -> None:
    forget_old_reports(now=timezone.now())


@app.periodic(cron="27 3 * * *")
@app.task(name="viewing.tidy_up", queueing_lock="viewing.tidy_up")
def tidy(timestamp: int) -> None:
    tidy_up(now=timezone.now())
