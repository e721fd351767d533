"""A group from the line answers the seats that it is offered, or lets the time pass."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from events import deciding_rules, letters, links, queries, rules
from events.enums import ApplicationState, DateState, EntryKind, OfferAnswer
from events.exceptions import ChangeRefused
from events.models import Application, Offer, Participant
from foundation.audit import chain
from foundation.centre.queries import current_centre

from .changing import cancel_in_transaction, locked_in_transaction
from .seats import (
    answer_in_transaction,
    by_way,
    give_back_in_transaction,
    release_in_transaction,
    restate_in_transaction,
    set_state_in_transaction,
    write_entries_in_transaction,
)
from .sending import send_in_transaction
from .serving import serve_line_in_transaction


@transaction.atomic(durable=True)
def accept_offer(*, application: Application, actor: User | None, by_staff: bool, now: datetime) -> None:
    """Take the offered seats for sure. Raises ChangeRefused once the offer is closed or out of time."""
    application, offer = _locked_offer(application, by_staff=by_staff, now=now)
    people = list(Participant.objects.filter(seats__offer=offer, seats__released_at__isnull=True))
    answer_in_transaction(offer, OfferAnswer.ACCEPTED, now=now)
    write_entries_in_transaction(application, EntryKind.ACCEPTED, by_way(people), now=now)
    restate_in_transaction(application)
    letter = letters.offer_accepted(
        application,
        people=len(people),
        link=links.address(application),
        centre=current_centre(),
        now=now,
    )
    cause = f"offer-accepted-{offer.pk}"
    send_in_transaction(application, letter, cause=cause, now=now, calendar="REQUEST", is_answer=True)
    chain.record("events.offer_accepted", actor=actor, subject=application, now=now)


@transaction.atomic(durable=True)
def decline_offer(*, application: Application, actor: User | None, by_staff: bool, now: datetime) -> None:
    """Give the offered seats to the next in line; whoever of the group has none leaves the line too.

    Raises ChangeRefused as `accept_offer` does.
    """
    application, offer = _locked_offer(application, by_staff=by_staff, now=now)
    answer_in_transaction(offer, OfferAnswer.DECLINED, now=now)
    if not _leave_with_what_is_sure(application, offer, now=now):
        cancel_in_transaction(application, now=now)
    letter = letters.application_cancelled(
        application, link=links.address(application), centre=current_centre()
    )
    if application.state == ApplicationState.CANCELLED:
        send_in_transaction(application, letter, cause="cancelled", now=now, is_answer=True)
    serve_line_in_transaction(application.session, now=now)
    chain.record("events.offer_declined", actor=actor, subject=application, now=now)


def expire_offers(*, now: datetime) -> int:
    """Close every offer out of time and serve the next, each in an act of its own; returns how many."""
    # Nobody loses an offer while a date is off or put off: it is asked anew when there is a date again.
    standing = Offer.objects.filter(session__state=DateState.PLANNED)
    due = standing.filter(answer=OfferAnswer.OPEN, expires_at__lte=now)
    return sum(_expire(offer, now=now) for offer in due.select_related("application__agency"))


@transaction.atomic(durable=True)
def _expire(offer: Offer, *, now: datetime) -> int:
    application = locked_in_transaction(offer.application)
    offer.refresh_from_db(fields=["answer"])
    if offer.answer:
        return 0
    answer_in_transaction(offer, OfferAnswer.EXPIRED, now=now)
    if not _leave_with_what_is_sure(application, offer, now=now):
        give_back_in_transaction(application, list(application.participants.staying()), now=now)
        set_state_in_transaction(application, ApplicationState.LAPSED)
    letter = letters.offer_lapsed(application, link=links.address(application), centre=current_centre())
    send_in_transaction(application, letter, cause=f"offer-lapsed-{offer.pk}", now=now)
    serve_line_in_transaction(application.session, now=now)
    chain.record("events.offer_expired", actor=None, subject=application, now=now)
    return 1


def _leave_with_what_is_sure(application: Application, offer: Offer, *, now: datetime) -> bool:
    """Take out whoever has no seat for sure, if some have one; return whether some have."""
    people = application.participants.staying()
    sure = people.seated().exclude(seats__offer=offer)
    if not sure.exists():
        return False
    release_in_transaction(application, people.exclude(pk__in=sure), now=now)
    restate_in_transaction(application)
    return True


def _locked_offer(application: Application, *, by_staff: bool, now: datetime) -> tuple[Application, Offer]:
    application = locked_in_transaction(application)
    offer = application.offers.order_by("-id").first()
    if offer is None:
        raise ChangeRefused("この申し込みには、席を案内していません。")
    local = timezone.localtime(now)
    for decision in (
        deciding_rules.may_go_on(queries.event_facts(application.session), local),
        rules.may_answer(offer.answer, offer.expires_at, local, by_staff=by_staff),
    ):
        if not decision.allowed:
            raise ChangeRefused(decision.reason)
    return application, offer
