from django.utils import timezone
from procrastinate.contrib.django import app

from .services.forgetting import forget_old_answers
from .services.running import ask_all_after_the_end, close_overdue


@app.periodic(cron="10 0 * * *")
@app.task(name="events.close_questionnaires", queueing_lock="events.close_questionnaires")
def close_questionnaires(timestamp: int) -> None:
    close_overdue(now=timezone.now())


@app.periodic(cron="*/10 * * * *")
@app.task(name="events.ask_by_questionnaire", queueing_lock="events.ask_by_questionnaire")
def ask_by_questionnaire(timestamp: int) -> None:
    ask_all_after_the_end(now=timezone.now())


@app.periodic(cron="55 3 * * *")
@app.task(name="events.forget_old_answers", queueing_lock="events.forget_old_answers")
def forget_answers(timestamp: int) -> None:
    forget_old_answers(now=timezone.now())
