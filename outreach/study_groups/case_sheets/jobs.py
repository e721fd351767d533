from django.utils import timezone
from procrastinate.contrib.django import app

from .services.removing import forget_views, remove_due_sheets


@app.periodic(cron="20 0 * * *")
@app.task(name="group_case_sheets.remove_due", queueing_lock="group_case_sheets.remove_due")
def remove_due(timestamp: int) -> None:
    remove_due_sheets(now=timezone.now())
    forget_views(now=timezone.now())
