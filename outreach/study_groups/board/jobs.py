from django.utils import timezone
from procrastinate.contrib.django import app

from .services.digest import send_digests
from .services.forgetting import forget_experts, forget_talk


@app.periodic(cron="0 8 * * *")
@app.task(name="group_board.send_digests", queueing_lock="group_board.send_digests")
def digests(timestamp: int) -> None:
    send_digests(now=timezone.now())


@app.periodic(cron="52 3 * * *")
@app.task(name="group_board.forget", queueing_lock="group_board.forget")
def forget(timestamp: int) -> None:
    forget_talk(now=timezone.now())
    forget_experts(now=timezone.now())
