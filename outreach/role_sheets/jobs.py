from django.utils import timezone
from procrastinate.contrib.django import app

from .services.stepping import forget_names


@app.periodic(cron="12 4 * * *")
@app.task(name="role_sheets.forget", queueing_lock="role_sheets.forget")
def forget(timestamp: int) -> None:
    forget_names(now=timezone.now())
