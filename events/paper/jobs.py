from pathlib import Path

from django.conf import settings
from django.utils import timezone
from procrastinate.contrib.django import app

from .services.copier import take_in_folder
from .services.scanning import READ_JOB
from .services.scanning import read_scan as read
from .services.settling import forget_paper


@app.task(name=READ_JOB)
def read_scan(scan_id: int) -> None:
    read(scan_id=scan_id)


@app.periodic(cron="* * * * *")
@app.task(name="events.take_in_scans", queueing_lock="events.take_in_scans", lock="events.take_in_scans")
def take_in_scans(timestamp: int) -> None:
    if settings.COPIER_FOLDER:
        take_in_folder(Path(settings.COPIER_FOLDER), now=timezone.now())


@app.periodic(cron="5 4 * * *")
@app.task(name="events.forget_paper", queueing_lock="events.forget_paper")
def forget(timestamp: int) -> None:
    forget_paper(now=timezone.now())
