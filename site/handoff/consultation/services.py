"""Verbs of consultations: ask, take, answer, close; the time to the answer is counted in opening hours."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid4

from django.utils import timezone

from foundation import jobs
from foundation.centre.queries import current_centre
from foundation.limits.queries import limits
from handoff.access import opened
from handoff.actors import Actor
from handoff.exceptions import Refused, obey
from handoff.models import AgencyCopy
from handoff.references import save_with_reference
from handoff.vault import store

from .access import answers, asks, backed_up_handoff, request_for
from .enums import RequestDeed, RequestState, Source, Topic, Urgency
from .limits import NO_HURRY, SOON
from .models import ConsultationRequest
from .rules import STEPS, Hours, due_on, may_hand_on, working_minutes

TELL = "handoff.consultation.tell"


@dataclass(frozen=True, kw_only=True)
class Question:
    """What somebody asks. What others asked first comes with its source, the consent and a day."""

    topic: Topic
    urgency: Urgency
    texts: Mapping[str, str]
    source: Source = Source.OWN
    has_consent: bool = False
    shared_on: date | None = None


def ask(
    *,
    question: Question,
    agency: AgencyCopy | None,
    actor: Actor,
    now: datetime,
    handoff_id: UUID | None = None,
) -> ConsultationRequest:
    """Ask the centre, about a hand-off in its back-up or in general. Raises Http404, Refused.

    In general it lies under a key of its own, which is on the disk before the row is in the database.
    """
    today = timezone.localdate(now)
    obey(
        may_hand_on(
            question.source, has_consent=question.has_consent, shared_on=question.shared_on, today=today
        )
    )
    if not actor.is_at(agency.pk if agency else None):
        raise Refused("この機関としては、相談できません。")
    with opened(actor, now=now) as opening:
        handoff = backed_up_handoff(actor, handoff_id, today=today) if handoff_id else None
        if handoff is not None and (agency is None or agency.pk != handoff.performer_id):
            raise Refused("引継ぎを受けた機関として、相談してください。")
        key = handoff.key if handoff else uuid4()
        if handoff is None:
            store.create(key)
        values = limits(SOON, NO_HURRY, on=today)
        request = ConsultationRequest(
            key=key,
            agency=agency,
            case_id=handoff.case_id if handoff else None,
            handoff=handoff,
            urgency=question.urgency,
            shared_on=question.shared_on,
            asked_by=actor.user,
            asked_at=now,
            due_on=due_on(
                question.urgency,
                asked_on=today,
                soon=values[SOON],
                no_hurry=values[NO_HURRY],
                closures=current_centre().hours.closures,
            ),
        )
        request.seal(contents={**question.texts, "topic": question.topic, "source": question.source})
        save_with_reference(request, "S", today=today)
        jobs.defer(TELL, request_id=str(request.pk))
        opening.note("consultation.asked", request, question.texts)
    return request


def take(*, request_id: UUID, actor: Actor, now: datetime) -> None:
    """Say that one has it in hand. Raises Http404, Refused."""
    with opened(actor, now=now) as opening:
        request = _locked(request_id, RequestDeed.TAKE, actor, now)
        request.state, request.taken_by, request.taken_at = RequestState.TAKEN, actor.user, now
        request.save()
        opening.note("consultation.taken", request, ["state"])


def answer(*, request_id: UUID, texts: Mapping[str, str], minutes: int, actor: Actor, now: datetime) -> None:
    """Answer a consultation, saying how many minutes it took. Raises Http404, Refused."""
    with opened(actor, now=now) as opening:
        request = _locked(request_id, RequestDeed.ANSWER, actor, now)
        request.seal(reply=dict(texts))
        request.state, request.minutes_spent = RequestState.ANSWERED, minutes
        request.answered_by, request.answered_at = actor.user, now
        asked, answered = timezone.localtime(request.asked_at), timezone.localtime(now)
        request.worked_minutes = working_minutes(asked, answered, _hours())
        request.save()
        jobs.defer(TELL, request_id=str(request.pk))
        opening.note("consultation.answered", request, texts)


def close(*, request_id: UUID, actor: Actor, now: datetime) -> None:
    """Say that the answer is enough. Raises Http404, Refused."""
    with opened(actor, now=now) as opening:
        request = _locked(request_id, RequestDeed.CLOSE, actor, now)
        request.state, request.closed_at = RequestState.CLOSED, now
        request.save()
        opening.note("consultation.closed", request, ["state"])


def _hours() -> Hours:
    hours = current_centre().hours
    return Hours(opens_at=hours.opens_at, closes_at=hours.closes_at, closures=hours.closures)


def _locked(request_id: UUID, deed: RequestDeed, actor: Actor, now: datetime) -> ConsultationRequest:
    today = timezone.localdate(now)
    found = request_for(actor, request_id, today=today)
    request = ConsultationRequest.objects.select_for_update(of=("self",)).get(pk=found.pk)
    is_closing = deed == RequestDeed.CLOSE and asks(actor, request)
    if not is_closing and not answers(actor, request, today=today):
        raise Refused("この操作は、センターの担当がします。")
    if request.state not in STEPS[deed].sources:
        raise Refused(f"いまは「{request.get_state_display()}」なので、「{deed.label}」はできません。")
    return request
