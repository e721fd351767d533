from django.utils import timezone
from procrastinate.contrib.django import app

from .services.forgetting import forget_money
from .services.noticing import tell_of_ending_terms


@app.periodic(cron="20 8 * * *")
@app.task(name="group_committees.tell_of_ending_terms", queueing_lock="group_committees.tell_of_ending_terms")
def ending_terms(timestamp: int) -> None:
    tell_of_ending_terms(now=timezone.now())


@app.periodic(cron="41 3 * * *")
@app.task(name="group_committees.forget", queueing_lock="group_committees.forget")
def forget(timestamp: int) -> None:
    forget_money(now=timezone.now())
