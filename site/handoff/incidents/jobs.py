from django.utils import timezone
from procrastinate.contrib.django import app

from foundation.jobs import PATIENT

from .services.reminding import remind_of_reports as remind


@app.periodic(cron="20 8 * * *")
@app.task(name="handoff.incidents.remind", queueing_lock="handoff.incidents.remind", retry=PATIENT)
def remind_of_reports(timestamp: int) -> None:
    """Tell those who handle incidents of reports that are due soon."""
    remind(now=timezone.now())
