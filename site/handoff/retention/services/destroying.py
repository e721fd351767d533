"""Destroying: proposed by one, confirmed by another, carried out, written down.

The intention is committed first, then a key goes, then it is written that it is gone. Whoever is stopped in
between leaves the intention, and `finish_all` does the rest; again it does no harm. Whether something may go
is asked by the clock: the second of two need not see what they let go.
"""

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.http import Http404
from django.utils import timezone

from foundation import jobs
from foundation.transactions import assert_in_transaction
from handoff.access import Opening, asked_by_clock, opened
from handoff.actors import CLOCK, Actor
from handoff.cases.models import Case, SupportedPerson
from handoff.cases.services.cases import PERSON_TEXTS
from handoff.exceptions import Refused, obey
from handoff.machine.models import Handoff
from handoff.references import save_with_reference
from handoff.retention import rules
from handoff.retention.access import (
    destruction_for,
    destructions_for,
    kept_case,
    may_end,
    periods_for,
    scope_of,
)
from handoff.retention.enums import CASES, RecordClass
from handoff.retention.models import Destruction
from handoff.retention.queries import DueLine, current_periods, due_lines
from handoff.vault import index, store

from .counting import count_case_in_transaction
from .erasing import erase_in_transaction

FINISH = "handoff.retention.finish_all"


def lines_of(actor: Actor, *, today: date) -> list[DueLine]:
    """Return everything that this actor keeps for a time, what is due first before the rest."""
    return due_lines(scope_of(actor, today=today), periods_for(actor))


def line_of(found: Destruction, opening: Opening) -> DueLine | None:
    """Return how what was proposed stands today, whoever asks; None where it is not kept any more."""
    with asked_by_clock(opening):
        lines = lines_of(CLOCK, today=timezone.localdate(opening.now))
    return next((each for each in lines if each.one.subject == (found.kind, found.record)), None)


def propose(*, records: Collection[str | UUID], actor: Actor, now: datetime) -> list[Destruction]:
    """Propose to destroy these records, by the keys of their rows; nothing is destroyed yet.

    All of them or none. Raises Http404 for what is not there, Refused.
    """
    today = timezone.localdate(now)
    with opened(actor, now=now) as opening:
        lines = {line.record: line for line in lines_of(actor, today=today)}
        chosen = [str(each) for each in records]
        if not chosen:
            raise Refused("消すものを、選んでください。")
        if not set(chosen) <= lines.keys():
            raise Http404
        proposed = []
        for line in (lines[each] for each in chosen):
            decision = line.may_be_proposed(today)
            if not decision.allowed:
                raise Refused(f"{line.reference}：{decision.reason}")
            proposed.append(_proposed(line, actor, now=now))
            opening.note("retention.destruction_proposed", proposed[-1], [line.kind])
    return proposed


def _proposed(line: DueLine, actor: Actor, *, now: datetime) -> Destruction:
    assert actor.user is not None
    period = current_periods(periods_for(actor))[line.kind].period
    one = line.one
    proposal = Destruction(
        kind=one.kind,
        record=one.record,
        agency_id=one.agency_id,
        case_id=one.case_id,
        handoff_id=one.handoff_id,
        record_reference=one.reference,
        began_on=one.on,
        period_words=period.words,
        proposed_by=actor.user,
        proposed_at=now,
    )
    try:
        with transaction.atomic():
            save_with_reference(proposal, "D", today=timezone.localdate(now))
    except IntegrityError as error:
        raise Refused(f"{line.reference}：もう、提案されています。") from error
    return proposal


def withdraw_proposal(*, destruction_id: UUID, actor: Actor, now: datetime) -> Destruction:
    """Take a proposal back, by whoever of those who may propose. Raises Http404, Refused."""
    with opened(actor, now=now) as opening:
        found = _locked(destruction_id, opening)
        if found.confirmed_at is not None or found.withdrawn_at is not None:
            raise Refused("もう、提案ではありません。")
        found.withdrawn_by, found.withdrawn_at = actor.user, now
        found.save(update_fields=["withdrawn_by", "withdrawn_at"])
        opening.note("retention.destruction_withdrawn", found)
    return found


def confirm(*, destruction_id: UUID, actor: Actor, now: datetime) -> Destruction:
    """Confirm as the second person, and destroy: what has a key by its key, everything else by its columns.

    From here on it cannot be taken back. Raises Http404, Refused, and what the stores of keys and files
    raise: then the intention stands, and the clock destroys as soon as the store answers.
    """
    assert actor.user is not None
    today = timezone.localdate(now)
    with opened(actor, now=now) as opening:
        found = _locked(destruction_id, opening)
        if found.withdrawn_at is not None or found.confirmed_at is not None:
            raise Refused("もう、提案ではありません。")
        line = line_of(found, opening)
        if line is None:
            raise Refused("もう、消すものではありません。")
        obey(
            rules.may_confirm(
                line.standing,
                proposer_id=found.proposed_by_id,
                actor_id=actor.user.pk,
                is_fresh=actor.is_fresh,
                today=today,
            )
        )
        if found.kind == RecordClass.CASE:
            assert found.case is not None
            count_case_in_transaction(found.case)
        found.confirmed_by, found.confirmed_at = actor.user, now
        found.save(update_fields=["confirmed_by", "confirmed_at"])
        opening.note("retention.destruction_confirmed", found, [found.kind])
        jobs.defer(FINISH)
    return finish(destruction_id=found.pk, actor=actor, now=now)


def finish(*, destruction_id: UUID, actor: Actor, now: datetime) -> Destruction:
    """Carry out what two have confirmed, and write down that it is done; once done it does nothing.

    Raises Http404, and what the store of keys raises.
    """
    with opened(actor, now=now) as opening:
        found = _locked(destruction_id, opening)
        if found.confirmed_at is None or found.destroyed_at is not None:
            return found
        with asked_by_clock(opening):
            if found.kind in CASES:
                assert found.case is not None
                _shred_case_in_transaction(found.case, now=now, opening=opening)
            else:
                erase_in_transaction(found, now=now)
            found.destroyed_at = now
            found.save(update_fields=["destroyed_at"])
        opening.note("retention.destroyed", found, [found.kind])
    return found


def finish_all(*, now: datetime) -> int:
    """Carry out everything that was confirmed and not done; returns how many. The store may raise."""
    with opened(CLOCK, now=now):
        left = destructions_for(CLOCK).filter(confirmed_at__isnull=False, destroyed_at=None)
        ids = list(left.order_by("confirmed_at").values_list("pk", flat=True))
    for each in ids:
        finish(destruction_id=each, actor=CLOCK, now=now)
    return len(ids)


def _shred_case_in_transaction(case: Case, *, now: datetime, opening: Opening) -> None:
    """Destroy a case's key, with her last case a person's as well; then write that they are gone."""
    assert_in_transaction("shred_case")
    # Whoever opens another case for her waits here, and finds her gone.
    person = SupportedPerson.objects.select_for_update().get(pk=case.person_id)
    others = Case.objects.filter(person=person).exclude(pk=case.pk).values_list("shredded_at", flat=True)
    is_last = rules.is_last([each is not None for each in others])
    store.destroy(case.key)
    if is_last:
        store.destroy(person.key)
        index.drop(person.pk)
        SupportedPerson.objects.filter(pk=person.pk).update(shredded_at=now, **dict.fromkeys(PERSON_TEXTS))
        opening.note("retention.person_shredded", person)
    Case.objects.filter(pk=case.pk).update(shredded_at=now)
    Handoff.objects.filter(case=case).update(shredded_at=now)


def _locked(destruction_id: UUID, opening: Opening) -> Destruction:
    """Return a destruction with its case locked, so that holds, openings and a second press wait.

    Raises Http404 for whoever may not end it.
    """
    found = destruction_for(opening.actor, destruction_id)
    if not may_end(opening.actor, found):
        raise Http404
    with asked_by_clock(opening):
        if found.case_id is not None:
            # Hand-offs before their case, as a mistake that is closed takes them: else both would wait.
            list(Handoff.objects.select_for_update(of=("self",)).filter(case=found.case_id).order_by("pk"))
            kept_case(CLOCK, found.case_id)
        rows = Destruction.objects.select_for_update(of=("self",)).select_related("case", "handoff")
        return rows.get(pk=found.pk)
