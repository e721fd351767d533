from smtplib import SMTPException

from anymail.exceptions import AnymailError
from django.utils import timezone
from procrastinate import job_context
from procrastinate.contrib.django import app

from foundation.jobs import ALL_DAY

from . import services


@app.task(name="mail.deliver", queue="mail", retry=ALL_DAY, pass_context=True)
def deliver(context: job_context.JobContext, mail_id: int) -> None:
    try:
        services.deliver(mail_id=mail_id, now=timezone.now())
    except (OSError, SMTPException, AnymailError) as error:
        attempts = context.job.attempts + 1
        # The kind of error only: a server's answer may repeat the address.
        services.note_failure(
            mail_id=mail_id, problem=type(error).__name__, is_last=attempts >= ALL_DAY.most_tries
        )
        raise


@app.periodic(cron="10 4 * * *")
@app.task(name="mail.erase_old_bodies", queueing_lock="mail.erase_old_bodies")
def erase_old_bodies(timestamp: int) -> None:
    services.erase_old_bodies(now=timezone.now())
