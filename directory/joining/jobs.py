from django.utils import timezone
from procrastinate.contrib.django import app

from .services.applying import erase_old_applications


@app.periodic(cron="45 3 * * *")
@app.task(name="directory.erase_old_applications", queueing_lock="directory.erase_old_applications")
def erase_applications(timestamp: int) -> None:
    erase_old_applications(now=timezone.now())
