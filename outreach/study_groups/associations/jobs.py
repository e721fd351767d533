from django.utils import timezone
from procrastinate.contrib.django import app

from .services.forgetting import forget_secretaries


@app.periodic(cron="44 3 * * *")
@app.task(name="group_associations.forget", queueing_lock="group_associations.forget")
def forget(timestamp: int) -> None:
    forget_secretaries(now=timezone.now())
