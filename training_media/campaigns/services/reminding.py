"""Agencies that have not begun or are stuck are reminded: by mail, or on the list of what leaves by FAX."""

from collections import Counter
from collections.abc import Collection, Iterable
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from events import quiet
from events.notices import links
from events.registries import PaperLetter, letters_on_paper
from foundation.audit import chain
from foundation.centre.queries import current_centre
from foundation.limits.queries import limit
from foundation.mail.services import queue_mail_in_transaction
from foundation.transactions import assert_in_transaction
from training_media.campaigns import letters, queries
from training_media.campaigns.enums import Progress, Way
from training_media.campaigns.limits import REMINDED_BEFORE
from training_media.campaigns.models import Campaign, Invitation
from training_media.campaigns.queries import ToRemind

REMINDED = frozenset({Progress.NOT_STARTED, Progress.STUCK})


@transaction.atomic(durable=True)
def remind(*, campaign: Campaign, whom: Collection[Progress], actor: User, now: datetime) -> Counter[Way]:
    """Remind the agencies of a campaign that are so far, once a day at most; returns how many by way.

    Whoever was told today, by hand or by itself, counts as that and gets nothing more.
    """
    # Who presses second sees whom the first has told.
    campaign = Campaign.objects.select_for_update().select_related("course").get(pk=campaign.pk)
    told = _remind_in_transaction(queries.invitations_of(campaign), whom, now)
    fields = [f"{way.value}:{count}" for way, count in told.items()]
    chain.record("campaigns.reminded", actor=actor, subject=campaign, now=now, fields=fields)
    return told


def remind_before_deadlines(*, now: datetime) -> int:
    """Remind whoever's own deadline is so many days ahead; twice on one day tells nobody twice."""
    today = timezone.localdate(now)
    day = today + timedelta(days=limit(REMINDED_BEFORE, on=today))
    open_ones = Campaign.objects.not_ended(today=today).select_related("course").order_by("pk")
    return sum(_remind_of(campaign, day, now) for campaign in open_ones)


@transaction.atomic(durable=True)
def _remind_of(campaign: Campaign, day: date, now: datetime) -> int:
    Campaign.objects.select_for_update().get(pk=campaign.pk)
    due = [each for each in queries.invitations_of(campaign) if each.period.deadline == day]
    if not due:
        return 0
    told = _remind_in_transaction(due, REMINDED, now)
    count = told[Way.MAIL] + told[Way.FAX]
    fields = [f"before_the_deadline:{count}"]
    chain.record("campaigns.reminded", actor=None, subject=campaign, now=now, fields=fields)
    return count


def _remind_in_transaction(
    cards: Iterable[Invitation], whom: Collection[Progress], now: datetime
) -> Counter[Way]:
    assert_in_transaction("remind")
    found = queries.to_remind(cards, whom, today=timezone.localdate(now))
    for each in found:
        if each.way.is_letter:
            _tell(each, now)
    return Counter(each.way for each in found)


def _tell(found: ToRemind, now: datetime) -> None:
    card = found.card
    stop = links.address(card.agency)
    today = timezone.localdate(now)
    letter = letters.reminder(card, found.progress, stop=stop, centre=current_centre(), today=today)
    cause = letters.reminder_cause(card, today)
    if found.way == Way.MAIL:
        queue_mail_in_transaction(
            to=found.reach.email,
            subject=letter.subject,
            text=letter.text,
            cause=cause,
            now=now,
            stop_url=stop,
            leaves_at=quiet.leaves_at(now),
        )
        return
    number = letters.number_of(card.agency)
    owed = PaperLetter(letters.SOURCE, card.pk, number, cause, letter.subject, letter.text)
    for owe in letters_on_paper:
        owe(owed, now)
