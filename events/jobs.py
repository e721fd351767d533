from django.utils import timezone
from procrastinate.contrib.django import app

from .services import forgetting, notices, offering


@app.periodic(cron="*/10 * * * *")
@app.task(name="events.settle_waiting_sessions", queueing_lock="events.settle_waiting_sessions")
def settle_waiting_sessions(timestamp: int) -> None:
    notices.settle_waiting_sessions(now=timezone.now())


@app.periodic(cron="*/5 * * * *")
@app.task(name="events.expire_offers", queueing_lock="events.expire_offers")
def expire_offers(timestamp: int) -> None:
    offering.expire_offers(now=timezone.now())


@app.periodic(cron="46 3 * * *")
@app.task(name="events.forget_applicants", queueing_lock="events.forget_applicants")
def forget_applicants(timestamp: int) -> None:
    forgetting.forget_applicants(now=timezone.now())
