"""Somebody asks for a lecture: on the web, or on paper and typed in by staff."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from directory.models import Agency
from events.enums import Channel
from events.lectures import letters, links, queries, rules
from events.lectures.exceptions import RequestRefused
from events.lectures.limits import ANSWERED_WITHIN
from events.lectures.models import LectureRequest, WishedDate
from events.models import Event
from foundation.audit import chain
from foundation.centre.queries import current_centre
from foundation.limits.queries import limit
from foundation.numbering.services import next_number_in_transaction
from foundation.transactions import assert_in_transaction

from .telling import tell_requester_in_transaction


@dataclass(frozen=True)
class Wanted:
    """What was asked for; `values` are the columns of a request."""

    form_key: UUID
    values: Mapping[str, object]
    wishes: Sequence[datetime]
    agency: Agency | None = None
    channel: Channel = Channel.WEB
    received_at: datetime | None = None


@transaction.atomic(durable=True)
def ask_for_lecture(
    *, wanted: Wanted, actor: User | None, now: datetime, acknowledges: bool = True
) -> LectureRequest:
    """Write a request down, give it its number and answer by mail; the same form twice is one request.

    Where too many letters went to an address of late, the answer can be left out (`acknowledges`).
    Raises RequestRefused with what to mend.
    """
    received_at = wanted.received_at or now
    refuse_what_rules_forbid(wanted, now=now)
    # The second of two presses waits here for the first.
    _lock_key_in_transaction(wanted.form_key)
    known = LectureRequest.objects.filter(form_key=wanted.form_key).first()
    if known is not None:
        return known
    request = LectureRequest.objects.create(
        number=next_number_in_transaction("events.lecture_request", now=now, letter="D", digits=2),
        form_key=wanted.form_key,
        agency=wanted.agency,
        channel=wanted.channel,
        received_at=received_at,
        typed_at=now,
        typed_by=actor if wanted.channel != Channel.WEB else None,
        answer_by=queries.answer_by(timezone.localdate(received_at)),
        state_since=now,
        changed_at=now,
        **wanted.values,
    )
    _write_wishes(request, wanted.wishes)
    if acknowledges:
        _answer_in_transaction(request, now=now)
    chain.record("events.lecture_asked", actor=actor, subject=request, now=now, fields=wanted.values)
    return request


def _answer_in_transaction(request: LectureRequest, *, now: datetime) -> None:
    assert_in_transaction("answer")
    days = limit(ANSWERED_WITHIN, on=timezone.localdate(request.received_at))
    letter = letters.received(request, days=days, link=links.address(request), centre=current_centre())
    tell_requester_in_transaction(request, letter, cause="received", now=now)


def refuse_what_rules_forbid(wanted: Wanted, *, now: datetime) -> None:
    """Raise RequestRefused for what could not be written down, before anybody sends it."""
    decision = rules.may_ask(received_at=wanted.received_at or now, now=now, wishes=wanted.wishes)
    if not decision.allowed:
        raise RequestRefused(decision.reason)


@transaction.atomic(durable=True)
def change_request(
    *,
    request: LectureRequest,
    values: Mapping[str, object],
    wishes: Sequence[datetime],
    actor: User,
    now: datetime,
) -> LectureRequest:
    """Mend what a request says, until a date is agreed. Raises RequestRefused."""
    request = lock_request_in_transaction(request.pk)
    for decision in (rules.may_mend(request.state), rules.may_wish(wishes)):
        if not decision.allowed:
            raise RequestRefused(decision.reason)
    changed = [name for name, value in values.items() if getattr(request, name) != value]
    for name in changed:
        setattr(request, name, values[name])
    known = [wish.starts_at for wish in request.wishes.all()]
    if known != list(wishes):
        request.wishes.all().delete()
        _write_wishes(request, wishes)
        changed.append("wishes")
    if changed:
        request.changed_at = now
        request.save()
        chain.record("events.lecture_changed", actor=actor, subject=request, now=now, fields=changed)
    return request


def lock_request_in_transaction(pk: int) -> LectureRequest:
    """Lock a request, after its event where it has one: whoever changes the event locks in the same order."""
    assert_in_transaction("lock_request")
    event_id = LectureRequest.objects.filter(pk=pk).values_list("event_id", flat=True).get()
    if event_id is not None:
        Event.objects.select_for_update(no_key=True).get(pk=event_id)
    locked = LectureRequest.objects.select_for_update(no_key=True, of=("self",))
    return locked.select_related("theme", "event").get(pk=pk)


def _lock_key_in_transaction(key: UUID) -> None:
    assert_in_transaction("lock_key")
    with transaction.get_connection().cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"lecture:{key}"])


def _write_wishes(request: LectureRequest, wishes: Sequence[datetime]) -> None:
    WishedDate.objects.bulk_create(
        WishedDate(request=request, rank=rank, starts_at=starts)
        for rank, starts in enumerate(wishes, start=1)
    )
