from django.utils import timezone
from procrastinate.contrib.django import app

from foundation.jobs import PATIENT

from .services.endings import tell_of_endings as tell


@app.periodic(cron="10 8 * * *")
@app.task(name="handoff.cases.tell_of_endings", queueing_lock="handoff.cases.tell_of_endings", retry=PATIENT)
def tell_of_endings(timestamp: int) -> None:
    """Tell those who work on a case that a consent of it ends soon."""
    tell(now=timezone.now())
