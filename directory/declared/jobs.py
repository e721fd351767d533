from django.utils import timezone
from procrastinate.contrib.django import app

from foundation.jobs import PATIENT

from .services import reminding


@app.periodic(cron="15 9 * * 1-5")
@app.task(
    name="directory.send_entry_reminders", queueing_lock="directory.send_entry_reminders", retry=PATIENT
)
def send_entry_reminders(timestamp: int) -> None:
    reminding.send_due_reminders(now=timezone.now())
