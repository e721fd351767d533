from django.utils import timezone
from procrastinate.contrib.django import app

from foundation.jobs import PATIENT

from .services.destroying import finish_all as finish
from .services.listing import list_what_is_due as list_due


@app.periodic(cron="40 3 * * *")
@app.task(
    name="handoff.retention.list_what_is_due",
    queueing_lock="handoff.retention.list_what_is_due",
    retry=PATIENT,
)
def list_what_is_due(timestamp: int) -> None:
    """Keep the list of what is due within thirty days."""
    list_due(now=timezone.now())


@app.task(name="handoff.retention.finish_all", retry=PATIENT)
def finish_all() -> None:
    """Carry out what two have confirmed, should whoever confirmed have been stopped."""
    finish(now=timezone.now())


@app.periodic(cron="*/10 * * * *")
@app.task(
    name="handoff.retention.look_after_all", queueing_lock="handoff.retention.look_after_all", retry=PATIENT
)
def look_after_all(timestamp: int) -> None:
    """Do the same again every ten minutes, should that have failed as well."""
    finish(now=timezone.now())
