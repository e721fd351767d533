"""Who may do what with a case: one table by role and by how somebody stands to it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from foundation.decision import YES, Decision, no
from foundation.japanese.dates import ERAS
from foundation.japanese.text import half_width
from handoff.disclosure.enums import BasisKind, BasisState

from .enums import Duty

# Days before its end on which those who work on a case are told of a consent, each once.
TOLD_BEFORE = (30, 7)
# Duties that begin while somebody is still inside.
BEFORE_RELEASE = frozenset({Duty.SPECIAL_ADJUSTMENT, Duty.GENERAL_ADJUSTMENT})
# Years beyond which a birth is rather a slip of the pen.
OLDEST = 120
_YEAR = re.compile(
    rf"(?:(?P<era>{'|'.join(era.name for era in ERAS)})(?P<number>元|[0-9]+)|(?P<year>[0-9]{{4}}))年"
    r"(?:(?P<month>[0-9]{1,2})月(?:(?P<day>[0-9]{1,2})日)?)?"
)


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
    CORRECT = "correct"


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
    # Who it is stands for all cases of somebody: not for whoever stands in for a day.
    Act.CORRECT: frozenset({Relation.WORKER, Relation.LEAD}),
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


def may_be_birth(text: str, *, today: date) -> Decision:
    """Return whether somebody can have been born then: a year of its era, a day that was, not too long ago.

    It may be less than a day (昭和31年ごろ): only what is written as a year, and as a day of it, is checked.
    """
    plain = half_width(text)
    if not (found := _YEAR.search(plain)):
        return YES
    year = int(found["year"]) if found["year"] else _year_of_era(found["era"], found["number"], today=today)
    if year is None:
        return no(f"{found['era']}{found['number']}年という年は、ありません。")
    try:
        born = date(year, int(found["month"] or 1), int(found["day"] or 1))
    except ValueError:
        return no(f"{found['month']}月{found['day'] or 1}日という日は、その年にありません。")
    if born > today:
        return no("生まれた日は、今日より前の日を書いてください。")
    return YES if today.year - year <= OLDEST else no("生まれた年を、確かめてください。")


def _year_of_era(name: str, number: str, *, today: date) -> int | None:
    """Return which year that was, or nothing where the era has no such year."""
    ends = [today.year, *(era.first_day.year for era in ERAS)]
    for era, last in zip(ERAS, ends, strict=False):
        if era.name == name:
            year = era.first_day.year + (1 if number == "元" else int(number)) - 1
            return year if era.first_day.year <= year <= last else None
    return None


def may_be_released(day: date, duty: Duty, *, today: date) -> Decision:
    """Return whether a case of this duty can begin with this day of release."""
    if duty in BEFORE_RELEASE and day < today:
        return no(
            f"{duty.label}は、出所の前に始まります。今日か、これからの日を書いてください。"
            "決まっていないときは、空けておきます。"
        )
    return YES


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
