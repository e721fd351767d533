from django.utils import timezone
from procrastinate.contrib.django import app

from foundation.jobs import PATIENT

from .services.sweeping import sweep_files as sweep


@app.periodic(cron="10 4 * * *")
@app.task(name="handoff.documents.sweep_files", queueing_lock="handoff.documents.sweep_files", retry=PATIENT)
def sweep_files(timestamp: int) -> None:
    """Delete the files that no document asks for any more."""
    sweep(now=timezone.now())
