"""An application changes: names follow, people drop out, it is cancelled, or staff match its agency."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from directory.models import Agency, AgencyKind
from directory.queries import acts_for
from directory.services import add_agency_in_transaction, lock_agencies_in_transaction
from events import deciding_rules, letters, links, queries, rules
from events.access import why_not_named
from events.enums import LINE_STATES, SEATED_STATES, ApplicationState, OfferAnswer
from events.exceptions import ChangeRefused
from events.models import Application, Participant
from foundation.audit import chain
from foundation.centre.queries import current_centre
from foundation.japanese.text import fold
from foundation.transactions import assert_in_transaction

from .people import known_person, refuse_twins, told_in_words
from .seats import (
    answer_in_transaction,
    lock_session_in_transaction,
    release_in_transaction,
    restate_in_transaction,
)
from .sending import send_in_transaction
from .serving import serve_line_in_transaction

EDITABLE = ("contact_name", "phone", "fax", "email", "reply_way", "accommodations", "note", "shows_names")
# What the desk alone writes anew: it decides about seats.
EDITABLE_AT_THE_DESK = ("least_people", "manager_name")


@dataclass(frozen=True)
class Naming:
    """The name given to one place of an application; empty fields mean that it follows later."""

    name: str
    name_kana: str
    job: str


@told_in_words()
@transaction.atomic(durable=True)
def change_application(
    *,
    application: Application,
    contact: Mapping[str, object],
    names: Mapping[int, Naming],
    actor: User | None,
    by_staff: bool,
    now: datetime,
) -> None:
    """Change contact and names of an application; `names` is by participant id.

    The link alone lets names be written, but adds nobody to an agency's people. With how few people a group
    is content is changed at the desk alone; the line is served anew.
    Raises ChangeRefused after the deadline and ColleagueTwice for a person who takes part already.
    """
    application = locked_in_transaction(application)
    facts = queries.event_facts(application.session)
    decision = rules.may_change(
        facts,
        application.state,
        timezone.localtime(now),
        by_staff=by_staff,
        is_erased=application.erased_at is not None,
    )
    if not decision.allowed:
        raise ChangeRefused(decision.reason)
    editable = (*EDITABLE, *EDITABLE_AT_THE_DESK) if by_staff else EDITABLE
    changed = [name for name in editable if name in contact and getattr(application, name) != contact[name]]
    for name in changed:
        setattr(application, name, contact[name])
    if changed:
        application.save(update_fields=changed)
    speaks = by_staff or (actor is not None and acts_for(actor, application.agency, now=now))
    changed += _rename_people(application, names, agency=application.agency if speaks else None, now=now)
    people = application.participants.filter(cancelled_at__isnull=True)
    refuse_twins(people.values_list("name", "name_kana"))
    if "least_people" in changed:
        serve_line_in_transaction(application.session, now=now)
    chain.record("events.application_changed", actor=actor, subject=application, now=now, fields=changed)


def _rename_people(
    application: Application, names: Mapping[int, Naming], *, agency: Agency | None, now: datetime
) -> list[str]:
    """Write names down; who they are is known only to whoever speaks for the agency."""
    people = application.participants.filter(cancelled_at__isnull=True, pk__in=names)
    renamed = [
        person for person in people if names[person.pk] != Naming(person.name, person.name_kana, person.job)
    ]
    written = [(names[person.pk].name, names[person.pk].name_kana) for person in renamed]
    if reason := why_not_named(application.session, application.agency, written):
        raise ChangeRefused(reason)
    # Let go of the old people first: two colleagues may change places.
    Participant.objects.filter(pk__in=[person.pk for person in renamed]).update(person=None)
    for person in renamed:
        naming = names[person.pk]
        person.name, person.name_kana, person.job = naming.name, naming.name_kana, naming.job
        person.person = known_person(agency, naming.name, naming.name_kana, naming.job, now=now)
        person.save(update_fields=["name", "name_kana", "job", "person"])
    return [f"participant:{person.pk}" for person in renamed]


@transaction.atomic(durable=True)
def cancel_application(
    *, application: Application, actor: User | None, by_staff: bool, now: datetime
) -> None:
    """Cancel a whole application; its seats go to the line. Raises ChangeRefused."""
    application = locked_in_transaction(application)
    _refuse_cancelling(application, by_staff=by_staff, now=now)
    call_off_in_transaction(application, actor=actor, now=now)


def call_off_in_transaction(application: Application, *, actor: User | None, now: datetime) -> None:
    """Cancel a locked application, tell who applied and give its seats to the line, whatever the deadline."""
    assert_in_transaction("call_off")
    was_seated = application.state in SEATED_STATES
    cancel_in_transaction(application, now=now)
    letter = letters.application_cancelled(
        application, link=links.address(application), centre=current_centre()
    )
    calendar = "CANCEL" if was_seated else ""
    send_in_transaction(application, letter, cause="cancelled", now=now, calendar=calendar, is_answer=True)
    serve_line_in_transaction(application.session, now=now)
    chain.record("events.application_cancelled", actor=actor, subject=application, now=now)


def cancel_in_transaction(application: Application, *, now: datetime) -> None:
    """Take a locked application out with all its people; whoever is next in line is not served here."""
    assert_in_transaction("cancel")
    for offer in application.offers.filter(answer=OfferAnswer.OPEN):
        answer_in_transaction(offer, OfferAnswer.WITHDRAWN, now=now)
    release_in_transaction(application, application.participants.staying(), now=now)
    application.state, application.cancelled_at = ApplicationState.CANCELLED, now
    application.save(update_fields=["state", "cancelled_at"])


@transaction.atomic(durable=True)
def cancel_people(
    *,
    application: Application,
    people: set[int],
    actor: User | None,
    by_staff: bool,
    now: datetime,
) -> None:
    """Take some people, by participant id, out of an application that goes on. Raises ChangeRefused.

    The last one cannot be taken out in this way: that is cancelling the application.
    """
    application = locked_in_transaction(application)
    _refuse_cancelling(application, by_staff=by_staff, now=now)
    active = application.participants.filter(cancelled_at__isnull=True)
    leaving = list(active.filter(pk__in=people))
    staying = active.count() - len(leaving)
    decision = deciding_rules.may_take_out(len(leaving), staying=staying)
    if not decision.allowed:
        raise ChangeRefused(decision.reason)
    release_in_transaction(application, leaving, now=now)
    _smaller(application, staying, now=now)
    letter = letters.people_cancelled(
        application, people=staying, link=links.address(application), centre=current_centre()
    )
    cause = f"people-cancelled-{now.timestamp()}"
    send_in_transaction(application, letter, cause=cause, now=now, is_answer=True)
    serve_line_in_transaction(application.session, now=now)
    chain.record("events.people_cancelled", actor=actor, subject=application, now=now)


def _smaller(application: Application, staying: int, *, now: datetime) -> None:
    """Let an application of fewer people say what it is content with and where it stands now."""
    if application.least_people is not None and application.least_people > staying:
        application.least_people = staying
        application.save(update_fields=["least_people"])
    for offer in application.offers.filter(answer=OfferAnswer.OPEN):
        if not offer.seats.filter(released_at__isnull=True).exists():
            answer_in_transaction(offer, OfferAnswer.WITHDRAWN, now=now)
    if application.state in LINE_STATES | SEATED_STATES:
        restate_in_transaction(application)


@told_in_words()
@transaction.atomic(durable=True)
def match_agency(*, application: Application, agency: Agency, actor: User, now: datetime) -> None:
    """Link a typed application to an agency of the directory, taking over its name and sector of the day.

    Raises ColleagueTwice when one of its people is known to take part through another application.
    """
    _match(locked_in_transaction(application, agency), agency, actor=actor, now=now)


@told_in_words()
@transaction.atomic(durable=True)
def match_new_agency(*, application: Application, kind: AgencyKind, actor: User, now: datetime) -> Agency:
    """Add the agency that an applicant typed to the directory and link the application to it, in one act.

    Raises ChangeRefused when no name was typed or it was linked already, and ColleagueTwice as
    `match_agency` does.
    """
    # The session comes before the audit chain, as everywhere: the new agency is recorded at once.
    application = locked_in_transaction(application)
    decision = deciding_rules.may_match(
        is_matched=application.agency_id is not None, agency_name=application.agency_name
    )
    if not decision.allowed:
        raise ChangeRefused(decision.reason)
    agency = add_agency_in_transaction(
        kind=kind,
        name=application.agency_name,
        phone=application.phone,
        fax=application.fax,
        actor=actor,
        now=now,
    )
    _match(application, agency, actor=actor, now=now)
    return agency


def _match(application: Application, agency: Agency, *, actor: User, now: datetime) -> None:
    application.agency, application.agency_name = agency, agency.name
    application.folded_agency_name, application.sector = fold(agency.name), agency.sector
    application.save(update_fields=["agency", "agency_name", "folded_agency_name", "sector"])
    for person in application.participants.filter(cancelled_at__isnull=True).exclude(name=""):
        person.person = known_person(agency, person.name, person.name_kana, person.job, now=now)
        person.save(update_fields=["person"])
    chain.record("events.agency_matched", actor=actor, subject=application, now=now, fields=["agency"])


def locked_in_transaction(application: Application, *agencies: Agency) -> Application:
    """Lock its agency and these, then its session, as whoever applies does; read it as it stands then."""
    assert_in_transaction("locked")
    lock_agencies_in_transaction(application.agency, *agencies)
    session = lock_session_in_transaction(application.session_id)
    fresh = Application.objects.select_related("agency").get(pk=application.pk)
    fresh.session = session
    return fresh


def _refuse_cancelling(application: Application, *, by_staff: bool, now: datetime) -> None:
    facts = queries.event_facts(application.session)
    decision = rules.may_cancel(facts, application.state, timezone.localtime(now), by_staff=by_staff)
    if not decision.allowed:
        raise ChangeRefused(decision.reason)
