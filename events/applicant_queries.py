"""What the applicant's own page reads: who of the group sits where, and what is asked of it.

And of which dates the applicants are kept no more.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from . import queries, rules
from .enums import (
    DECIDES_AT_ONCE,
    LINE_STATES,
    SEATED_STATES,
    Admission,
    ApplicationState,
    EventState,
    OfferAnswer,
)
from .models import Application, Correction, Offer, Participant, Seat, Session
from .queries import state_of

SEAT, ASKED, IN_LINE = "席があります", "席を案内しています", "空きを待っています"
# Whoever stands so has been told what the centre decided, and has not left since.
_TOLD = SEATED_STATES | LINE_STATES | {ApplicationState.DECLINED}


def open_offer(application: Application) -> Offer | None:
    """Return the offer that waits for an answer; none once the event is off or has begun."""
    session = application.session
    if state_of(session) != EventState.PUBLISHED:
        return None
    return application.offers.filter(answer=OfferAnswer.OPEN).first()


def is_in_time(offer: Offer, *, now: datetime) -> bool:
    """Return whether the applicant may still answer an offer; nobody answers once the session has begun."""
    in_time = rules.may_answer(offer.answer, offer.expires_at, now, by_staff=False).allowed
    return in_time and now < offer.session.starts_at


def places(application: Application, people: Sequence[Participant]) -> Mapping[int, str]:
    """Return by participant id whether somebody has a seat, is offered one or waits.

    Empty where all stand alike, because nobody is decided yet or the application has ended.
    """
    if application.state not in SEATED_STATES | LINE_STATES:
        return {}
    seats = Seat.objects.filter(participant__in=people, released_at__isnull=True)
    answers = dict(seats.values_list("participant", "offer__answer"))
    return {
        person.pk: IN_LINE
        if person.pk not in answers
        else ASKED
        if answers[person.pk] == OfferAnswer.OPEN
        else SEAT
        for person in people
    }


def was_decided(application: Application) -> bool:
    """Return whether the centre has decided about an application, so that a notice can say how."""
    if application.state not in _TOLD:
        return False
    session = application.session
    if session.event.admission == Admission.APPROVAL:
        return True
    decided_at = session.decided_at
    return (
        session.event.admission in DECIDES_AT_ONCE
        and decided_at is not None
        and application.typed_at <= decided_at
    )


def forgettable(until: datetime) -> QuerySet[Session]:
    """Return the dates of events whose last one was over by then, as far as people are still known of them.

    One that was put off and never held counts from the day for which it stood.
    """
    here = {"session": OuterRef("pk"), "erased_at__isnull": True}
    known = Exists(Application.objects.filter(**here)) | Exists(
        Correction.objects.filter(application__session=OuterRef("pk"), erased_at__isnull=True)
    )
    later = Session.objects.filter(event=OuterRef("event"), ends_at__gt=until)
    return Session.objects.filter(known, ~Exists(later)).order_by("pk")


def changes_until(session: Session, *, now: datetime) -> datetime:
    """Return until when applicants change and cancel by themselves, as it stands now."""
    return rules.changes_until(queries.event_facts(session), timezone.localtime(now))
