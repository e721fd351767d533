"""Verbs of legal bases: write one, let it count, approve one without consent, take it back at once."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import Http404
from django.utils import timezone

from foundation import jobs
from handoff.access import opened
from handoff.actors import Actor
from handoff.cases.access import case_for
from handoff.cases.models import BasisReceiver, Case, LegalBasis
from handoff.cases.rooms import what_rests
from handoff.cases.rules import Act, BasisToJudge, may_be_activated, may_be_approved, may_be_withdrawn
from handoff.days import may_have_been
from handoff.disclosure.enums import BasisKind, BasisState, Part
from handoff.exceptions import Refused, obey
from handoff.models import AgencyCopy

# What rests on a basis is closed to its readers at once; this writes it down where it is kept.
LOOK_AT_FOOTING = "handoff.machine.look_at_footing"
BASIS_TEXTS = ("purpose", "reason", "helper", "evidence")


@dataclass(frozen=True, kw_only=True)
class NewBasis:
    """What somebody writes of a basis. `texts` are sealed; `explained` are its columns in the clear."""

    kind: BasisKind
    covers: frozenset[Part]
    since: date
    until: date
    receivers: tuple[AgencyCopy | None, ...]
    texts: Mapping[str, str]
    explained: Mapping[str, Any] = field(default_factory=dict)


def write_basis(*, case: Case, new: NewBasis, actor: Actor, now: datetime) -> LegalBasis:
    """Write down a basis; it counts for nothing yet. Raises Http404, Refused."""
    if not new.receivers:
        raise Refused("渡してよい相手を、1つ以上選んでください。")
    today = timezone.localdate(now)
    if explained_on := new.explained.get("explained_on"):
        obey(may_have_been(explained_on, today=today, what="説明した日"))
    with opened(actor, now=now) as opening:
        found = case_for(actor, case.pk, Act.WRITE_BASIS, today=today)
        if any((agency is None) == (found.agency_id is None) for agency in new.receivers):
            raise Refused("センターはほかの機関に、機関はセンターに渡します。相手を選びなおしてください。")
        basis = LegalBasis(
            case=found,
            kind=new.kind,
            covers=sorted(new.covers),
            since=new.since,
            until=new.until,
            written_by=actor.user,
            written_at=now,
            **new.explained,
        )
        basis.seal(**{name: new.texts.get(name) or None for name in BASIS_TEXTS})
        basis.save(force_insert=True)
        BasisReceiver.objects.bulk_create(
            [BasisReceiver(basis=basis, agency=agency) for agency in new.receivers]
        )
        opening.note("cases.basis_written", basis, new.texts)
    return basis


def explain_basis(
    *, basis_id: UUID, explained: Mapping[str, Any], texts: Mapping[str, str], actor: Actor, now: datetime
) -> LegalBasis:
    """Write that a consent was explained, and where its signed paper lies. Raises Http404, Refused."""
    today = timezone.localdate(now)
    with opened(actor, now=now) as opening:
        found = _locked(basis_id, Act.WRITE_BASIS, actor, today)
        if found.kind != BasisKind.CONSENT or found.state != BasisState.DRAFT:
            raise Refused("下書きの同意にだけ、書けます。")
        obey(may_have_been(explained["explained_on"], today=today, what="説明した日"))
        for name, value in explained.items():
            setattr(found, name, value)
        found.seal(**{name: text or None for name, text in texts.items()})
        found.save(update_fields=[*explained, *texts])
        opening.note("cases.basis_explained", found, [*explained, *texts])
    return found


def activate_basis(*, basis_id: UUID, actor: Actor, now: datetime) -> LegalBasis:
    """Let a consent count: it was explained, and where its paper lies is written. Raises Http404, Refused."""
    today = timezone.localdate(now)
    with opened(actor, now=now) as opening:
        found = _locked(basis_id, Act.WRITE_BASIS, actor, today)
        obey(may_be_activated(_to_judge(found), today=today))
        found.state = BasisState.ACTIVE
        found.save(update_fields=["state"])
        opening.note("cases.basis_activated", found)
    return found


def approve_basis(*, basis_id: UUID, actor: Actor, now: datetime) -> LegalBasis:
    """Let a basis without consent count, by somebody else than its writer. Raises Http404, Refused."""
    assert actor.user is not None
    today = timezone.localdate(now)
    with opened(actor, now=now) as opening:
        found = _locked(basis_id, Act.APPROVE_BASIS, actor, today)
        obey(may_be_approved(_to_judge(found), actor_id=actor.user.pk, today=today))
        found.state, found.approved_by, found.approved_at = BasisState.ACTIVE, actor.user, now
        found.save(update_fields=["state", "approved_by", "approved_at"])
        opening.note("cases.basis_approved", found)
    return found


def basis_to_withdraw(
    *, basis_id: UUID, actor: Actor, now: datetime
) -> tuple[LegalBasis, list[str], list[str]]:
    """Return a basis that can be taken back, whom it names, and what closes with it. Raises Http404."""
    today = timezone.localdate(now)
    with opened(actor, now=now):
        found = _locked(basis_id, Act.WITHDRAW_BASIS, actor, today)
        if not may_be_withdrawn(BasisState(found.state)).allowed:
            raise Http404
        resting = [line for source in what_rests for line in source(found.pk)]
        return found, [str(each) for each in found.receivers.select_related("agency")], resting


def withdraw_basis(*, basis_id: UUID, reason: str, actor: Actor, now: datetime) -> LegalBasis:
    """Take a basis back: what rested on it is closed at this moment. Raises Http404, Refused."""
    today = timezone.localdate(now)
    with opened(actor, now=now) as opening:
        found = _locked(basis_id, Act.WITHDRAW_BASIS, actor, today)
        obey(may_be_withdrawn(BasisState(found.state)))
        if found.kind != BasisKind.CONSENT and not reason:
            raise Refused("撤回のわけを書いてください。")
        found.state, found.ended_on = BasisState.WITHDRAWN, today
        found.seal(ended_because=reason or None)
        found.save(update_fields=["state", "ended_on", "ended_because"])
        opening.note("cases.basis_withdrawn", found)
        jobs.defer(LOOK_AT_FOOTING)
    return found


def _locked(basis_id: UUID, act: Act, actor: Actor, today: date) -> LegalBasis:
    rows = LegalBasis.objects.select_for_update(of=("self",)).select_related("case")
    found = rows.filter(pk=basis_id).first()
    if found is None:
        raise Http404
    case_for(actor, found.case_id, act, today=today)
    return found


def _to_judge(basis: LegalBasis) -> BasisToJudge:
    return BasisToJudge(
        kind=BasisKind(basis.kind),
        state=BasisState(basis.state),
        writer_id=basis.written_by_id,
        is_complete=None not in (basis.evidence, basis.explained_by_id, basis.explained_on),
        has_reason=basis.reason is not None,
        until=basis.until,
    )


def receivers_of(bases: Iterable[LegalBasis]) -> dict[UUID, frozenset[int | None]]:
    """Return for each basis the agencies that it names; None is our own centre. One query."""
    named: dict[UUID, set[int | None]] = {}
    ids = [basis.pk for basis in bases]
    for row in BasisReceiver.objects.filter(basis__in=ids):
        named.setdefault(row.basis_id, set()).add(row.agency_id)
    return {basis: frozenset(agencies) for basis, agencies in named.items()}
