from django.utils import timezone
from procrastinate.contrib.django import app

from .services.forgetting import forget_people
from .services.shelf import take_off_due_files


@app.periodic(cron="47 3 * * *")
@app.task(name="study_groups.forget", queueing_lock="study_groups.forget")
def forget(timestamp: int) -> None:
    now = timezone.now()
    forget_people(now=now)
    take_off_due_files(now=now)
