from django.utils import timezone
from procrastinate.contrib.django import app

from foundation.jobs import LONG_QUEUE

from .services.cleaning import clean_up
from .services.working import work_on_upload as work


@app.task(name="intake.work_on_upload", queue=LONG_QUEUE)
def work_on_upload(upload: int) -> None:
    work(upload=upload, clock=timezone.now)


@app.periodic(cron="52 3 * * *")
@app.task(name="intake.clean_up", queueing_lock="intake.clean_up")
def clean_up_files(timestamp: int) -> None:
    clean_up(now=timezone.now())
