from django.utils import timezone
from procrastinate.contrib.django import app

from .services import erasing


@app.periodic(cron="25 3 * * *")
@app.task(name="contact_desk.erase_due_messages", queueing_lock="contact_desk.erase_due_messages")
def erase_due_messages(timestamp: int) -> None:
    erasing.erase_due_messages(now=timezone.now())
