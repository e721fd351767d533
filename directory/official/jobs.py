"""The part of an import that nobody waits for."""

from datetime import date

from django.utils import timezone
from procrastinate.contrib.django import app

from foundation.jobs import PATIENT

from .models import ImportRun
from .services.forgetting import delete_old_files
from .services.reading import read_run


@app.task(name="directory.read_import", retry=PATIENT, lock="directory.import")
def read_import(run: int, period: str) -> None:
    """Read the files of a run; a second try begins anew."""
    read_run(run=ImportRun.objects.get(pk=run), period=date.fromisoformat(period), now=timezone.now())


@app.periodic(cron="55 3 * * *")
@app.task(name="directory.delete_import_files", queueing_lock="directory.delete_import_files")
def delete_files(timestamp: int) -> None:
    delete_old_files(now=timezone.now())
