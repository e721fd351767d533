from django.utils import timezone
from procrastinate.contrib.django import app

from .services.completing import issue_earned, note_completions
from .services.forgetting import forget_answers, forget_names


@app.periodic(cron="7 * * * *")
@app.task(name="completion.note_completions", queueing_lock="completion.note_completions")
def note(timestamp: int) -> None:
    note_completions(now=timezone.now())


@app.periodic(cron="12 * * * *")
@app.task(name="completion.issue_earned", queueing_lock="completion.issue_earned")
def issue(timestamp: int) -> None:
    issue_earned(now=timezone.now())


@app.periodic(cron="57 3 * * *")
@app.task(name="completion.forget", queueing_lock="completion.forget")
def forget(timestamp: int) -> None:
    forget_answers(now=timezone.now())
    forget_names(now=timezone.now())
