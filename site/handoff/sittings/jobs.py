from django.utils import timezone
from procrastinate.contrib.django import app

from foundation.jobs import PATIENT

from .services.asking import escalate_all


@app.periodic(cron="*/15 * * * *")
@app.task(name="handoff.sittings.escalate_all", queueing_lock="handoff.sittings.escalate_all", retry=PATIENT)
def look_at_questions(timestamp: int) -> None:
    """Tell whoever leads of quick questions whose time is over."""
    escalate_all(now=timezone.now())
