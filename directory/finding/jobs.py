"""What a day changes that nobody touches."""

from django.utils import timezone
from procrastinate.contrib.django import app

from .services import forget_closed_agencies


@app.periodic(cron="1 * * * *")
@app.task(name="directory.forget_closed_agencies", queueing_lock="directory.forget_closed_agencies")
def forget_closed(timestamp: int) -> None:
    """Take out what closes today; each hour, so that a night without a worker leaves nothing behind."""
    forget_closed_agencies(now=timezone.now())
