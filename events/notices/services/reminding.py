"""Reminders before a date and thanks after it: each once, to nobody who has left or is invited no more."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import groupby

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from events import letters, links, on_paper, participant_links
from events.access import invited_no_more
from events.enums import SEATED_STATES, EventState
from events.limits import reminder_days
from events.models import Application, Event, Part, Participant, Session
from events.models.session import takes_place
from events.notices import letters as own_letters
from events.notices import queries, rules
from events.notices.limits import THANKS_WITHIN
from events.notices.models import ReminderPlan
from events.queries import state_of
from events.quiet import quiet_hours
from events.registries import participant_offers
from events.series import taking_place
from events.services.seats import lock_session_in_transaction
from events.services.sending import send_in_transaction
from foundation.audit import chain
from foundation.centre.queries import current_centre
from foundation.limits.queries import limit
from foundation.mail.models import OutgoingMail

THANKS = "thanks"


@transaction.atomic(durable=True)
def plan_reminders(
    *, event: Event, days: Iterable[int], hours: int | None, says_thanks: bool, actor: User, now: datetime
) -> ReminderPlan:
    """Say when an event reminds and whether it says thanks; what has gone already does not go again."""
    plan, _ = ReminderPlan.objects.update_or_create(
        event=event,
        defaults={"days": sorted(set(days), reverse=True), "hours": hours, "says_thanks": says_thanks},
    )
    fields = ["days", "hours", "says_thanks"]
    chain.record("notices.reminders_planned", actor=actor, subject=plan, now=now, fields=fields)
    return plan


def send_reminders(*, now: datetime) -> int:
    """Remind everybody with a seat whose reminder leaves now; returns how many were told.

    Each goes once: its cause is unique. Each date is an act of its own.
    """
    local = timezone.localtime(now)
    quiet, usual = quiet_hours(on=local.date()), reminder_days(local.date())
    told = 0
    for session, part in queries.coming_meetings(now):
        planned = queries.reminders_of(part or session, queries.plan_of(session.event, usual), quiet)
        reminder = rules.due(planned, local, leaves_at=queries.leaving(quiet))
        if reminder is not None:
            told += _remind(session, part, reminder.key, now=now)
    return told


@transaction.atomic(durable=True)
def _remind(session: Session, part: Part | None, key: str, *, now: datetime) -> int:
    # Whoever cancels takes the same lock: the letter is written to those who still have a seat.
    session = lock_session_in_transaction(session.pk)
    part = part and next((each for each in taking_place(session) if each.pk == part.pk), None)
    if state_of(session) != EventState.PUBLISHED or bool(session.part_count) != (part is not None):
        return 0
    starts_at, local = timezone.localtime((part or session).starts_at), timezone.localtime(now)
    cause, days = f"reminder-{key}-{starts_at.date()}", (starts_at.date() - local.date()).days
    if part is not None:
        cause = f"{cause}-part-{part.pk}"
    seated = Application.objects.filter(session=session, state__in=SEATED_STATES).order_by("pk")
    found = list(seated.prefetch_related("participants"))
    left = invited_no_more(session.event, found, today=local.date())
    waiting = _not_told((each for each in found if each.pk not in left), cause)
    people_of = Counter(
        Participant.objects.seated().filter(session=session).values_list("application", flat=True)
    )
    for application in waiting:
        application.session = session
        people = people_of[application.pk]
        letter = letters.reminder(
            application,
            people=people,
            days=days,
            link=links.address(application),
            centre=current_centre(),
            now=now,
            part=part,
        )
        send_in_transaction(application, letter, cause=cause, now=now, is_answer=True)
    return len(waiting)


def send_thanks(*, now: datetime) -> int:
    """Thank, from the morning after, every application of which somebody took part; returns how many."""
    local = timezone.localtime(now)
    if quiet_hours(on=local.date()).leaves_at(local) != local:
        return 0
    midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
    since = midnight - timedelta(days=limit(THANKS_WITHIN, on=local.date()))
    ended = Session.objects.filter(takes_place(), ends_at__gte=since, ends_at__lt=midnight).exclude(
        event__reminder_plan__says_thanks=False
    )
    return sum(_thank(session, now=now) for session in ended.order_by("ends_at", "pk"))


@transaction.atomic(durable=True)
def _thank(session: Session, *, now: datetime) -> int:
    session = lock_session_in_transaction(session.pk)
    if state_of(session) != EventState.PUBLISHED:
        return 0
    groups = {
        application: list(people)
        for application, people in groupby(queries.attended_people(session), lambda each: each.application)
    }
    waiting = _not_told(groups, THANKS)
    for application in waiting:
        application.session = session
        people = groups[application]
        offers = _offers(people[0], now=now)
        letter = own_letters.thanks(application, people, offers, centre=current_centre())
        send_in_transaction(application, letter, cause=THANKS, now=now, is_answer=True)
    return len(waiting)


def _offers(participant: Participant, *, now: datetime) -> list[str]:
    token = participant_links.token(participant)
    found = [source(participant, token, now) for source in participant_offers]
    return [offer.title for offer in found if offer is not None and (offer.links or offer.is_their_turn)]


def _not_told(applications: Iterable[Application], cause: str) -> list[Application]:
    """Return those whom a mail of this cause has not been written to; paper is written once by itself."""
    by_cause = {f"{on_paper.causes_of(each)}{cause}": each for each in applications}
    told = set(OutgoingMail.objects.filter(cause__in=by_cause).values_list("cause", flat=True))
    return [each for name, each in by_cause.items() if name not in told]
