from django.utils import timezone
from procrastinate.contrib.django import app

from .services import forget_closed_agencies


@app.periodic(cron="5 0 * * *")
@app.task(name="directory.forget_closed_agencies", queueing_lock="directory.forget_closed_agencies")
def forget_closed(timestamp: int) -> None:
    forget_closed_agencies(now=timezone.now())
