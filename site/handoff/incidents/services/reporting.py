"""Reporting an incident: by anybody enrolled, or by itself where a hand-off was closed as a mistake."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid4

from django.db import IntegrityError
from django.utils import timezone

from accounts.models import User
from foundation.transactions import assert_in_transaction
from handoff.access import Opening, opened
from handoff.actors import Actor
from handoff.cases.access import cases_for
from handoff.cases.models import Case
from handoff.days import may_have_been
from handoff.exceptions import Refused, obey
from handoff.incidents.enums import Kind, StepKind
from handoff.incidents.models import Incident, Step
from handoff.machine.access import handoffs_for
from handoff.machine.enums import Deed
from handoff.machine.models import Handoff
from handoff.references import constraint_of, save_with_reference
from handoff.vault import store
from handoff.vault.exceptions import KeyMissing
from handoff.waiting_mail import tell_in_transaction

from .people import handlers

UNKNOWN_NUMBER = (
    "この番号は、見つかりません。番号を確かめるか、空けておいて、わかることは「起きたこと」に書いてください。"
)
GONE_NUMBER = (
    "この番号の記録は、消去しました。番号を空けておいて、わかることは「起きたこと」に書いてください。"
)
# A guard of the room of retention: two have confirmed the end of the case.
COMES_IN_TIME = "incidents_incident_comes_in_time"
BY_ITSELF = "引継ぎ{reference}を「{deed}」にしました。\nわけ：{reason}"


@dataclass(frozen=True, kw_only=True)
class Word:
    """What somebody reports: what happened, when they found out, and the number that it is about, if any."""

    kind: Kind
    what: str
    found_on: date
    about: str = ""


@dataclass(frozen=True, kw_only=True)
class Concerned:
    """What an incident is about: its key is the one under which that is sealed."""

    about: str = ""
    case_id: UUID | None = None
    handoff_id: UUID | None = None
    key: UUID | None = None
    agencies: tuple[int | None, ...] = ()


def report_incident(*, word: Word, actor: Actor, now: datetime) -> Incident:
    """Write down an incident and tell those who handle it. Raises Refused for a number that is not theirs."""
    today = timezone.localdate(now)
    obey(may_have_been(word.found_on, today=today, what="気づいた日"))
    with opened(actor, now=now) as opening:
        concerned = _concerned(word.about.strip().upper(), actor, today=today)
        return _open_in_transaction(word, concerned, opening, by_itself=False)


def open_by_itself_in_transaction(handoff: Handoff, deed: Deed, reason: str, opening: Opening) -> None:
    """Open an incident where a hand-off was closed as a mistake; what never left is a near miss."""
    assert_in_transaction("open_incident")
    if deed != Deed.VOID:
        return
    kind = Kind.WRONG_RECIPIENT if handoff.sent_at else Kind.NEAR_MISS
    what = BY_ITSELF.format(reference=handoff.reference, deed=deed.label, reason=reason)
    word = Word(kind=kind, what=what, found_on=timezone.localdate(opening.now))
    _open_in_transaction(word, _of_handoff(handoff), opening, by_itself=True)


def _concerned(about: str, actor: Actor, *, today: date) -> Concerned:
    """Return what a number names, among what this actor sees."""
    if not about:
        return Concerned()
    handoff = handoffs_for(actor, today=today).filter(reference=about).first()
    if handoff is not None:
        return _of_handoff(handoff)
    case = cases_for(actor, today=today).filter(reference=about).first()
    if case is None:
        raise Refused(UNKNOWN_NUMBER)
    return _of_case(case)


def _of_handoff(handoff: Handoff) -> Concerned:
    return Concerned(
        about=handoff.reference,
        case_id=handoff.case_id,
        handoff_id=handoff.pk,
        key=handoff.key,
        agencies=(handoff.performer_id, handoff.requester_id),
    )


def _of_case(case: Case) -> Concerned:
    return Concerned(about=case.reference, case_id=case.pk, key=case.key)


def _open_in_transaction(word: Word, concerned: Concerned, opening: Opening, *, by_itself: bool) -> Incident:
    """Write an incident, its first step, and tell whoever handles it but is not the one who reports.

    Raises Refused where the case is gone.
    """
    assert_in_transaction("write_incident")
    actor, now = opening.actor, opening.now
    assert isinstance(actor.user, User)
    today = timezone.localdate(now)
    incident = Incident(
        key=concerned.key or uuid4(),
        case_id=concerned.case_id,
        handoff_id=concerned.handoff_id,
        about=concerned.about,
        kind=word.kind,
        found_on=word.found_on,
        reporter=actor.user.person,
        reporter_agency_id=_agency_of(actor, concerned),
        reported_at=now,
        opened_by_itself=by_itself,
    )
    if concerned.key is None:
        store.create(incident.key)
    _save(incident, word, today=today)
    step = Step(
        incident=incident, kind=StepKind.REPORTED, done_on=today, written_by=actor.user, written_at=now
    )
    step.save(force_insert=True)
    for person in handlers(now=now):
        if person.pk != actor.person_id:
            tell_in_transaction(person, cause=f"incidents.reported:{incident.pk}", now=now)
    opening.note("incidents.opened_by_itself" if by_itself else "incidents.reported", incident)
    return incident


def _save(incident: Incident, word: Word, *, today: date) -> None:
    """Seal and save an incident. Raises Refused where the case that it concerns is gone, or just going."""
    try:
        incident.seal(what=word.what)
        save_with_reference(incident, "J", today=today)
    except KeyMissing:
        if incident.case_id is None:
            raise
        raise Refused(GONE_NUMBER) from None
    except IntegrityError as error:
        if constraint_of(error) != COMES_IN_TIME:
            raise
        raise Refused(GONE_NUMBER) from error


def _agency_of(actor: Actor, concerned: Concerned) -> int | None:
    """Return the agency for which somebody reports; none where they work at the centre too.

    Whoever works for two reports for the one whose hand-off it is.
    """
    if actor.centre_roles:
        return None
    return next(
        (each for each in (*concerned.agencies, *actor.agency_roles) if each in actor.agency_roles), None
    )
