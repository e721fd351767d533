"""Who owes an answer is asked again, by mail or as a letter on paper."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from events import letters, links
from events.models import Event
from events.questions import queries
from events.services.sending import send_in_transaction
from foundation.audit import chain
from foundation.centre.queries import Centre, current_centre


@transaction.atomic(durable=True)
def remind(*, event: Event, actor: User, now: datetime) -> tuple[int, int]:
    """Ask all that owe an answer, once a day; returns how many by mail and how many on paper.

    The letter says how many answers are missing, and neither question nor answer.
    """
    Event.objects.select_for_update(no_key=True).get(pk=event.pk)
    waiting = [each for each in queries.not_answered(event) if each.may_answer(now=now).allowed]
    today, centre = timezone.localdate(now), current_centre()
    for each in waiting:
        application = each.application
        letter = asking_again(each, link=links.address(application), centre=centre)
        send_in_transaction(application, letter, cause=f"questions-{today:%Y%m%d}", now=now)
    chain.record("questions.reminded", actor=actor, subject=event, now=now)
    by_mail = sum(each.application.is_told_by_mail for each in waiting)
    return by_mail, len(waiting) - by_mail


def asking_again(answered: queries.Answered, *, link: str, centre: Centre) -> letters.Letter:
    """Return the letter to whoever owes an answer."""
    application = answered.application
    session = application.session
    text = (
        f"お申し込みの「{letters.full_title(session.event)}」（{letters.when(session)}）について、"
        f"まだ答えをいただいていないことが{len(answered.missing)}つあります。\n"
        "下のページの「答える」から、研修・行事が始まるまでにお答えください。"
        "ページを開けないときは、お電話かFAXでお知らせください。"
    )
    subject = f"【受付 {application.number}】お答えください"
    return letters.notice(application, subject=subject, text=text, link=link, centre=centre)
