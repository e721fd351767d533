from django.utils import timezone
from procrastinate.contrib.django import app

from foundation.audit.checkpoints import write_checkpoint as write
from foundation.jobs import PATIENT


@app.periodic(cron="5 * * * *")
@app.task(
    name="handoff.oversight.write_checkpoint",
    queueing_lock="handoff.oversight.write_checkpoint",
    retry=PATIENT,
)
def write_checkpoint(timestamp: int) -> None:
    """Sign how long the chain is and where it ends, once an hour."""
    write(now=timezone.now())
