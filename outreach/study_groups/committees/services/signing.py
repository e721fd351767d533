"""Who owes the promise of secrecy is asked for it again, when the desk says so."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from foundation.audit import chain
from foundation.centre.queries import current_centre
from foundation.mail.services import queue_mail_in_transaction
from outreach.study_groups.committees import letters, queries
from outreach.study_groups.enums import Action
from outreach.study_groups.exceptions import GroupRefused
from outreach.study_groups.member_queries import mail_of
from outreach.study_groups.models import Community
from outreach.study_groups.services.steps import hold_in_transaction

NOBODY = (
    "メールを送れる方が、いません。今日もう送ったか、アカウントかメールがない方です。"
    "紙で署名していただけます。"
)


@transaction.atomic(durable=True)
def ask_again_to_sign(*, community: Community, actor: User, now: datetime) -> int:
    """Write to everybody who owes the promise and has a mail; returns to how many. Raises GroupRefused.

    Nobody is written to twice on a day: the cause bears the day, and who was appointed today was asked then.
    """
    held = hold_in_transaction(community, Action.KEEP_APPOINTMENTS, actor=actor, now=now).community
    today = timezone.localdate(now)
    told = letters.please_sign(held, current_centre(), why=letters.AGAIN)
    addresses = {each.pk: mail_of(each) for each in queries.owe_the_promise(held, today=today)}
    sent = 0
    for person, address in addresses.items():
        if address and not queries.was_asked_to_sign(held, person, on=today):
            queue_mail_in_transaction(
                to=address,
                subject=told.subject,
                text=told.text,
                cause=f"{queries.ASKED_AGAIN}:{held.pk}:{person}:{today}",
                now=now,
            )
            sent += 1
    if not sent:
        raise GroupRefused(NOBODY)
    chain.record(
        "group_committees.asked_to_sign", actor=actor, subject=held, now=now, fields=[f"told:{sent}"]
    )
    return sent
