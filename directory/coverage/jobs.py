from django.utils import timezone
from procrastinate.contrib.django import app

from .services.forgetting import delete_ended_roles


@app.periodic(cron="50 3 * * *")
@app.task(name="directory.delete_ended_roles", queueing_lock="directory.delete_ended_roles")
def delete_roles(timestamp: int) -> None:
    delete_ended_roles(now=timezone.now())
