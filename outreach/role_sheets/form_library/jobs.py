from django.utils import timezone
from procrastinate.contrib.django import app

from .services.filling import forget_fillings


@app.periodic(cron="41 3 * * *")
@app.task(name="form_library.forget", queueing_lock="form_library.forget")
def forget(timestamp: int) -> None:
    forget_fillings(now=timezone.now())
