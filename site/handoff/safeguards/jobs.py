from django.utils import timezone
from procrastinate.contrib.django import app

from foundation.jobs import PATIENT

from .services import tell_of_endings as tell


@app.periodic(cron="0 8 * * *")
@app.task(
    name="handoff.safeguards.tell_of_endings",
    queueing_lock="handoff.safeguards.tell_of_endings",
    retry=PATIENT,
)
def tell_of_endings(timestamp: int) -> None:
    """Tell those who may renew a safeguard that it ends soon."""
    tell(now=timezone.now())
