from django.utils import timezone
from procrastinate.contrib.django import app

from foundation.jobs import PATIENT

from .services.endings import tell_of_endings as tell
from .services.keys import sweep_keys as sweep


@app.periodic(cron="10 8 * * *")
@app.task(name="handoff.cases.tell_of_endings", queueing_lock="handoff.cases.tell_of_endings", retry=PATIENT)
def tell_of_endings(timestamp: int) -> None:
    """Tell those who work on a case that a consent of it ends soon."""
    tell(now=timezone.now())


@app.periodic(cron="20 4 * * *")
@app.task(name="handoff.cases.sweep_keys", queueing_lock="handoff.cases.sweep_keys", retry=PATIENT)
def sweep_keys(timestamp: int) -> None:
    """Destroy the keys that no row knows any more."""
    sweep(now=timezone.now())
