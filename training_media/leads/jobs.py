from django.utils import timezone
from procrastinate.contrib.django import app

from .services.forgetting import forget_contacts


@app.periodic(cron="51 3 * * *")
@app.task(name="leads.forget_contacts", queueing_lock="leads.forget_contacts")
def forget(timestamp: int) -> None:
    forget_contacts(now=timezone.now())
