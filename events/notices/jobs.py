from django.utils import timezone
from procrastinate.contrib.django import app

from .services import reminding, sending


@app.periodic(cron="*/15 * * * *")
@app.task(name="events.send_reminders", queueing_lock="events.send_reminders")
def send_reminders(timestamp: int) -> None:
    reminding.send_reminders(now=timezone.now())


@app.periodic(cron="10 * * * *")
@app.task(name="events.send_thanks", queueing_lock="events.send_thanks")
def send_thanks(timestamp: int) -> None:
    reminding.send_thanks(now=timezone.now())


@app.task(name="events.tell_notice")
def tell_notice(notice_id: int) -> None:
    sending.tell_everybody(notice_id=notice_id, now=timezone.now())
