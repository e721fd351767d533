"""Verbs of seats and sittings: who sits there, when it meets, what stands on the agenda."""

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.http import Http404
from django.utils import timezone

from accounts.models import Person
from foundation.transactions import lock_name_in_transaction
from handoff.access import opened
from handoff.actors import Actor
from handoff.exceptions import Refused, obey
from handoff.sittings.access import kept_sitting
from handoff.sittings.enums import BEING_PREPARED, ROLE_OF, AgendaWord, Place
from handoff.sittings.models import AgendaLine, Seat, Sitting
from handoff.sittings.queries import closing_with
from handoff.sittings.rules import may_be_held

# What a new agenda begins with, in minutes; cases come between.
USUAL = ((AgendaWord.OPENING, 5), (AgendaWord.LAST_TIME, 10), (AgendaWord.NEXT_TIME, 5))
GAP = 10


def give_seat(*, person: Person, place: Place, since: date, until: date, actor: Actor, now: datetime) -> Seat:
    """Let somebody sit in the committee for a term. Raises Http404, Refused."""
    if not actor.keeps(None):
        raise Http404
    if not person.enrolments.filter(role=ROLE_OF[place], approved_at__isnull=False, ended_at=None).exists():
        raise Refused(f"先に「登録した人」で、{ROLE_OF[place].label}として登録してください。")
    with opened(actor, now=now) as opening:
        # Of two seats that exclude each other, each would wait for the other.
        lock_name_in_transaction("sittings.seats")
        seat = Seat(
            person=person, place=place, since=since, until=until, written_by=actor.user, written_at=now
        )
        try:
            with transaction.atomic():
                seat.save(force_insert=True)
        except IntegrityError as error:
            raise Refused(_what_is_wrong(error)) from error
        opening.note("sittings.seat_given", seat, ["place", "since", "until"])
    return seat


def _what_is_wrong(error: IntegrityError) -> str:
    if "one_chair" in str(error):
        return "この期間には、もう委員長がいます。"
    if "one_for_a_person" in str(error):
        return "この方の任期が、重なっています。"
    return "終わりの日は、はじまりの日よりあとにしてください。"


def seat_to_end(*, seat_id: UUID, actor: Actor, now: datetime) -> tuple[Seat, list[str]]:
    """Return a seat that can be ended, and what closes with it. Raises Http404."""
    with opened(actor, now=now):
        rows = Seat.objects.filter(pk=seat_id, ended_at=None, until__gte=timezone.localdate(now))
        seat = rows.select_related("person").first() if actor.keeps(None) else None
        if seat is None:
            raise Http404
        return seat, closing_with(seat)


def end_seat(*, seat_id: UUID, actor: Actor, now: datetime) -> None:
    """End a term at once: from now on this seat opens nothing. Raises Http404."""
    with opened(actor, now=now) as opening:
        rows = Seat.objects.select_for_update().filter(pk=seat_id, ended_at=None)
        seat = rows.first() if actor.keeps(None) else None
        if seat is None:
            raise Http404
        seat.ended_at = now
        seat.save(update_fields=["ended_at"])
        opening.note("sittings.seat_ended", seat)


def plan_sitting(
    *, held_on: date, starts_at: time, ends_at: time, place: str, actor: Actor, now: datetime, **settled: Any
) -> Sitting:
    """Plan the next sitting, with the lines that every agenda has. Raises Http404, Refused."""
    if not actor.keeps(None):
        raise Http404
    obey(may_be_held(held_on, today=timezone.localdate(now)))
    with opened(actor, now=now) as opening:
        lock_name_in_transaction("sittings.number")
        last = Sitting.objects.aggregate(last=Max("number"))["last"] or 0
        sitting = Sitting(
            number=last + 1,
            held_on=held_on,
            starts_at=starts_at,
            ends_at=ends_at,
            place=place,
            planned_by=actor.user,
            planned_at=now,
            **settled,
        )
        _save(sitting, is_new=True)
        AgendaLine.objects.bulk_create(
            AgendaLine(sitting=sitting, position=GAP * number, minutes=minutes, word=word)
            for number, (word, minutes) in zip((1, 2, 9), USUAL, strict=True)
        )
        opening.note("sittings.planned", sitting)
    return sitting


def settle_sitting(*, sitting_id: UUID, actor: Actor, now: datetime, **facts: Any) -> Sitting:
    """Change when and where a sitting is until papers go out; who reads papers until when, at any time.

    Raises Http404, Refused.
    """
    with opened(actor, now=now) as opening:
        sitting = kept_sitting(actor, sitting_id)
        changed = [name for name, value in facts.items() if getattr(sitting, name) != value]
        if sitting.state not in BEING_PREPARED and set(changed) - {"readable_until", "place"}:
            raise Refused("資料を配布したあとは、場所と、資料を読める最後の日だけを変えられます。")
        if "held_on" in changed:
            obey(may_be_held(facts["held_on"], today=timezone.localdate(now)))
        for name in changed:
            setattr(sitting, name, facts[name])
        _save(sitting, is_new=False, fields=changed)
        opening.note("sittings.settled", sitting, changed)
    return sitting


def _save(sitting: Sitting, *, is_new: bool, fields: list[str] | None = None) -> None:
    try:
        with transaction.atomic():
            sitting.save(force_insert=is_new, update_fields=None if is_new else fields)
    except IntegrityError as error:
        late = "readable_after" in str(error)
        raise Refused(
            "資料を読める最後の日は、会の日かそのあとにしてください。"
            if late
            else "終わりの時刻は、はじまりよりあとにしてください。"
        ) from error


def write_agenda(
    *,
    sitting_id: UUID,
    lines: Mapping[UUID, tuple[int, int]],
    new: tuple[AgendaWord, int, int] | None,
    actor: Actor,
    now: datetime,
) -> None:
    """Set order and minutes of an agenda's lines, and add one of the list. Raises Http404, Refused.

    `lines` gives position and minutes of each; zero minutes take a line of the list off.
    """
    with opened(actor, now=now) as opening:
        sitting = kept_sitting(actor, sitting_id)
        if sitting.state not in BEING_PREPARED:
            raise Refused("資料を配布したあとは、次第を変えられません。")
        for line in AgendaLine.objects.filter(sitting=sitting).select_for_update():
            if line.pk in lines:
                line.position, line.minutes = lines[line.pk]
                line.save(update_fields=["position", "minutes"])
        if new is not None:
            word, position, minutes = new
            AgendaLine.objects.bulk_create(
                [AgendaLine(sitting=sitting, word=word, position=position, minutes=minutes)]
            )
        opening.note("sittings.agenda_written", sitting, ["lines"])
