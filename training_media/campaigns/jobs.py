from django.utils import timezone
from procrastinate.contrib.django import app

from .services.naming import forget_names
from .services.reminding import remind_before_deadlines


@app.periodic(cron="0 9 * * *")
@app.task(name="campaigns.remind", queueing_lock="campaigns.remind")
def remind(timestamp: int) -> None:
    remind_before_deadlines(now=timezone.now())


@app.periodic(cron="47 3 * * *")
@app.task(name="campaigns.forget_names", queueing_lock="campaigns.forget_names")
def forget(timestamp: int) -> None:
    forget_names(now=timezone.now())
