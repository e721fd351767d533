"""Who may do what with a case: one table by role and by how somebody stands to it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from foundation.decision import YES, Decision, no
from handoff.disclosure.enums import BasisKind, BasisState

# Days before its end on which those who work on a case are told of a consent, each once.
TOLD_BEFORE = (30, 7)


class Act(StrEnum):
    """What somebody does with a case."""

    READ = "read"
    READ_IDENTITY = "read_identity"
    WRITE = "write"
    NAME_WORKERS = "name_workers"
    WRITE_BASIS = "write_basis"
    APPROVE_BASIS = "approve_basis"
    WITHDRAW_BASIS = "withdraw_basis"
    SEE_STAND_INS = "see_stand_ins"
    CLOSE = "close"


class Relation(StrEnum):
    """How somebody stands to a case."""

    WORKER = "worker"
    STAND_IN = "stand_in"
    LEAD = "lead"
    PRIVACY_OFFICER = "privacy_officer"


# What each relation opens. Colleagues have none: what they may open for a day, the database alone knows.
ALLOWED: Mapping[Act, frozenset[Relation]] = {
    Act.READ: frozenset({Relation.WORKER, Relation.STAND_IN, Relation.LEAD, Relation.PRIVACY_OFFICER}),
    Act.READ_IDENTITY: frozenset({Relation.WORKER, Relation.STAND_IN, Relation.LEAD}),
    Act.WRITE: frozenset({Relation.WORKER, Relation.STAND_IN, Relation.LEAD}),
    Act.NAME_WORKERS: frozenset({Relation.LEAD}),
    Act.WRITE_BASIS: frozenset({Relation.WORKER, Relation.STAND_IN, Relation.LEAD}),
    Act.APPROVE_BASIS: frozenset({Relation.LEAD, Relation.PRIVACY_OFFICER}),
    # Closing what was opened never waits for anybody.
    Act.WITHDRAW_BASIS: frozenset(
        {Relation.WORKER, Relation.STAND_IN, Relation.LEAD, Relation.PRIVACY_OFFICER}
    ),
    Act.SEE_STAND_INS: frozenset({Relation.LEAD, Relation.PRIVACY_OFFICER}),
    Act.CLOSE: frozenset({Relation.WORKER, Relation.LEAD}),
}
# What can still be done once a case is closed.
AFTER_CLOSING = frozenset({Act.READ, Act.READ_IDENTITY, Act.SEE_STAND_INS, Act.WITHDRAW_BASIS})


@dataclass(frozen=True, kw_only=True)
class BasisToJudge:
    """A legal basis as its own rules see it."""

    kind: BasisKind
    state: BasisState
    writer_id: int
    is_complete: bool
    has_reason: bool
    until: date


def allows(act: Act, relations: frozenset[Relation], *, is_closed: bool) -> bool:
    """Return whether one of these relations opens this act."""
    return bool(relations & ALLOWED[act]) and (not is_closed or act in AFTER_CLOSING)


def may_be_activated(basis: BasisToJudge, *, today: date) -> Decision:
    """Return whether a consent counts from now on; other bases are approved by a second person instead."""
    if basis.state != BasisState.DRAFT:
        return no("下書きだけを、有効にできます。")
    if basis.kind != BasisKind.CONSENT:
        return no("同意によらない根拠は、センター長が承認します。")
    return _may_count(basis, today)


def may_be_approved(basis: BasisToJudge, *, actor_id: int, today: date) -> Decision:
    """Return whether this person may approve a basis without consent: never what they wrote themselves."""
    if basis.state != BasisState.DRAFT or basis.kind == BasisKind.CONSENT:
        return no("承認を待っているものでは、ありません。")
    if basis.writer_id == actor_id:
        return no("書いた人とは別の人が承認します。")
    if not basis.has_reason:
        return no("同意によらない理由を書いてください。")
    return _may_count(basis, today)


def _may_count(basis: BasisToJudge, today: date) -> Decision:
    if basis.kind == BasisKind.CONSENT and not basis.is_complete:
        return no("同意書のあるところと、だれがいつ説明したかを書いてください。")
    if basis.until < today:
        return no("終わりの日が、もう過ぎています。")
    return YES


def may_be_withdrawn(state: BasisState) -> Decision:
    """Return whether a basis can still be taken back; closing asks for nothing else."""
    return YES if state == BasisState.ACTIVE else no("いま有効なものでは、ありません。")
