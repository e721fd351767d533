from django.utils import timezone
from procrastinate.contrib.django import app

from .services.forgetting import forget_old_tables


@app.periodic(cron="35 3 * * *")
@app.task(name="directory.forget_old_tables", queueing_lock="directory.forget_old_tables")
def forget_tables(timestamp: int) -> None:
    forget_old_tables(now=timezone.now())
