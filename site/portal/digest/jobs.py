from django.utils import timezone
from procrastinate.contrib.django import app

from foundation.jobs import PATIENT

from .services import keeping, sending


@app.periodic(cron="5 9-17 * * *")
@app.task(name="digest.send_due_digests", queueing_lock="digest.send_due_digests", retry=PATIENT)
def send_due_digests(timestamp: int) -> None:
    sending.send_due_digests(now=timezone.now())


@app.periodic(cron="35 3 * * *")
@app.task(name="digest.tidy", queueing_lock="digest.tidy")
def tidy(timestamp: int) -> None:
    now = timezone.now()
    keeping.erase_unconfirmed(now=now)
    keeping.erase_unreachable(now=now)
    keeping.forget_recipients(now=now)
    keeping.seal_anew()
