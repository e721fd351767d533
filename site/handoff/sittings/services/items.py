"""Verbs of cases before the committee: put one there, write its paper, approve it, take it off, go on."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Max
from django.http import Http404
from django.utils import timezone

from foundation.transactions import lock_name_in_transaction
from handoff.access import opened
from handoff.actors import Actor
from handoff.cases.access import case_for
from handoff.cases.models import Case, LegalBasis
from handoff.cases.naming import names_somebody
from handoff.cases.rules import Act
from handoff.exceptions import ChangedMeanwhile, Refused, obey
from handoff.sittings.access import chairs, item_for, keeps_item, kept_item, lock_sitting_in_transaction
from handoff.sittings.enums import (
    BEING_PREPARED,
    AgendaWord,
    ItemKind,
    ItemState,
    Place,
    RecusalBy,
    SittingState,
)
from handoff.sittings.models import AgendaLine, CaseItem, Material, MinutesPart, Recusal, Sitting
from handoff.sittings.queries import former_item, seats_on, standing_bases, waiting_item
from handoff.sittings.rules import known_as, may_approve_paper, may_become, may_put

from .telling import tell_in_transaction

NAMED = "名前が入っています。委員会の資料には、だれのことかがわからないように書いてください。"


@dataclass(frozen=True, kw_only=True)
class Putting:
    """How a case is put before a sitting; the basis is named only where its purpose covers the committee."""

    sitting_id: UUID
    kind: ItemKind
    minutes: int
    basis_id: UUID | None = None


def put_case(*, case_id: UUID, putting: Putting, actor: Actor, now: datetime) -> CaseItem:
    """Put a case before a sitting, by whoever works on it or leads. Raises Http404, Refused.

    Where it waits since a sitting was called off, it comes from there with its paper.
    """
    today = timezone.localdate(now)
    with opened(actor, now=now) as opening:
        case = case_for(actor, case_id, Act.WRITE, today=today)
        lock_sitting_in_transaction(putting.sitting_id)
        sitting = Sitting.objects.filter(pk=putting.sitting_id).first()
        if sitting is None:
            raise Refused("会を選んでください。")
        former = former_item(case)
        there = sitting.items.filter(case=case).exclude(state=ItemState.TAKEN_OFF)
        obey(
            may_put(
                putting.kind,
                state=SittingState(sitting.state),
                has_former=former is not None,
                is_there=there.exists(),
            )
        )
        item = waiting_item(case) or CaseItem(case=case, case_reference=case.reference, case_key=case.key)
        is_new = item.put_at is None
        item.sitting, item.former, item.kind = sitting, former, putting.kind
        item.basis = standing_basis(case, putting.basis_id, today=today)
        item.covers_committee = putting.basis_id is not None
        item.put_by, item.put_at = actor.user, now  # type: ignore[assignment]  # -- an actor of a request
        item.save(force_insert=is_new)
        line = {"sitting": sitting, "minutes": putting.minutes, "position": _place(sitting)}
        AgendaLine.objects.update_or_create(item=item, defaults=line)
        opening.note("sittings.case_put", item, [putting.kind])
    return item


def _place(sitting: Sitting) -> int:
    """Return the place of a new case: behind the others, before what ends the meeting."""
    lines = AgendaLine.objects.filter(sitting=sitting)
    last = lines.exclude(word__in=(AgendaWord.NEXT_TIME, AgendaWord.CLOSING)).aggregate(last=Max("position"))
    return (last["last"] or 0) + 1


def standing_basis(case: Case, basis_id: UUID | None, *, today: date) -> LegalBasis | None:
    """Return a basis of this very case that stands today, if one is named. Raises Refused."""
    if basis_id is None:
        return None
    found = standing_bases(case, today=today).filter(pk=basis_id).first()
    if found is None:
        raise Refused("いま有効な同意・根拠を選んでください。")
    return found


def write_paper(*, item_id: UUID, outline: str, question: str, actor: Actor, now: datetime) -> Material:
    """Write the paper on a case, or write it anew: what was approved before is not any more.

    Raises Http404, Refused where it names whom it is about.
    """
    with opened(actor, now=now) as opening:
        item = _kept_beside_sitting(actor, item_id, today=timezone.localdate(now))
        if item.sitting.state not in BEING_PREPARED:
            raise Refused("資料は、もう配布しました。")
        insist_on_nobody_named(item.case, outline, question)
        paper = Material.objects.filter(item=item).first() or Material(item=item)
        is_new = paper.written_at is None
        paper.item = item
        paper.written_by, paper.written_at = actor.user, now  # type: ignore[assignment]  # -- an actor of a request
        paper.approved_by = paper.approved_at = None
        paper.seal(outline=outline, question=question)
        paper.save(force_insert=is_new)
        opening.note("sittings.paper_written", item, ["outline", "question"])
    return paper


def insist_on_nobody_named(case: Case, *texts: str) -> None:
    """Go on only where none of these texts calls the person of a case by name. Raises Refused."""
    if any(names_somebody(text, names=case.person.names()) for text in texts):
        raise Refused(NAMED)


def approve_paper(*, item_id: UUID, seen: str, actor: Actor, now: datetime) -> None:
    """Say that a paper tells nobody who it is: by whoever leads, not its author, for the words as `known_as`.

    Raises Http404, Refused, ChangedMeanwhile where they are others than were read.
    """
    assert actor.user is not None
    with opened(actor, now=now) as opening:
        item = _kept_beside_sitting(actor, item_id, today=timezone.localdate(now))
        paper = Material.objects.select_for_update().filter(item=item).first()
        if paper is None:
            raise Refused("先に、資料を書いてください。")
        obey(
            may_approve_paper(
                leads=actor.keeps(None),
                actor_id=actor.user.pk,
                author_id=paper.written_by_id,
                state=SittingState(item.sitting.state),
            )
        )
        paper.item = item
        if known_as(paper.unseal(name) for name in ("outline", "question")) != seen:
            raise ChangedMeanwhile("資料が書きなおされました。もう一度読んで、承認してください。")
        paper.approved_by, paper.approved_at = actor.user, now
        paper.save(update_fields=["approved_by", "approved_at"])
        opening.note("sittings.paper_approved", item)


def advance_item(*, item_id: UUID, to: ItemState, actor: Actor, now: datetime) -> None:
    """Go a step on with a case, or take it off: no member finds it then. Raises Http404, Refused."""
    with opened(actor, now=now) as opening:
        item = _kept_beside_sitting(actor, item_id, today=timezone.localdate(now))
        if to == ItemState.DISCUSSED:
            raise Http404
        unanswered = item.advice.filter(response="").count()
        obey(may_become(ItemState(item.state), to, unanswered=unanswered))
        item.state = to
        item.save(update_fields=["state"])
        if to == ItemState.TAKEN_OFF:
            AgendaLine.objects.filter(item=item).update(minutes=0)
        opening.note("sittings.item_moved", item, [to])


def write_minutes(*, item_id: UUID, words: str, actor: Actor, now: datetime) -> MinutesPart:
    """Write what the minutes say of a case until the chair confirms them. Raises Http404, Refused.

    The chair is told once for each case that a draft waits.
    """
    today = timezone.localdate(now)
    with opened(actor, now=now) as opening:
        item = _kept_beside_sitting(actor, item_id, today=today)
        if item.sitting.state != SittingState.HELD:
            raise Refused("議事録は、会のあと、委員長が確定するまでの間に書けます。")
        part = MinutesPart.objects.filter(item=item).first()
        is_new = part is None
        part = part or MinutesPart()
        part.item = item
        part.written_by, part.written_at = actor.user, now  # type: ignore[assignment]  # -- an actor of a request
        part.seal(words=words)
        part.save(force_insert=is_new)
        chair = [seat.person_id for seat in seats_on(today) if seat.place == Place.CHAIR]
        tell_in_transaction(chair, cause=f"sittings.minutes:{item.pk}", now=now)
        opening.note("sittings.minutes_written", item, ["words"])
    return part


def recuse(
    *, item_id: UUID, person_id: int, by: RecusalBy, reason: str, actor: Actor, now: datetime
) -> Recusal:
    """Let somebody of the committee have no part in a case, at once and in all sittings.

    One says so of oneself; the chair says so of others; staff of the case write down what either said.
    Raises Http404, Refused.
    """
    today = timezone.localdate(now)
    with opened(actor, now=now) as opening:
        item = item_for(actor, item_id, today=today)
        if person_id not in recusable(actor, item, today=today):
            raise Refused("外れる方を選んでください。")
        lock_name_in_transaction(f"sittings.recusal:{item.case_id}:{person_id}")
        if Recusal.objects.filter(case=item.case_id, person=person_id).exists():
            raise Refused("この方は、もうこのケースから外れています。")
        recusal = Recusal(
            case_id=item.case_id,
            case_reference=item.case_reference,
            case_key=item.case_key,
            person_id=person_id,
            by=by,
            since=today,
            written_by=actor.user,
            written_at=now,
        )
        recusal.seal(reason=reason or None)
        recusal.save(force_insert=True)
        opening.note("sittings.recused", recusal, [by])
    return recusal


def _kept_beside_sitting(actor: Actor, item_id: UUID, *, today: date) -> CaseItem:
    """Return a case that this actor keeps, locked, whose sitting takes no step meanwhile. Raises Http404.

    The sitting comes first, as for whoever takes a step with it: else both would wait.
    """
    known = CaseItem.objects.filter(pk=item_id).values_list("sitting", flat=True).first()
    if known is None:
        raise Http404
    lock_sitting_in_transaction(known)
    return kept_item(actor, item_id, today=today)


def recusable(actor: Actor, item: CaseItem, *, today: date) -> list[int]:
    """Return of whom an actor may say that they have no part in a case."""
    seated = [seat.person_id for seat in seats_on(today)]
    if keeps_item(actor, item, today=today) or chairs(actor, item.sitting, today=today):
        return seated
    return [each for each in seated if each == actor.person_id]
