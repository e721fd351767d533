"""An agency applies: one verb for web, FAX and phone alike."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from accounts.access import Visitor
from accounts.models import User
from directory.models import Agency
from directory.services import lock_agencies_in_transaction
from events import letters, links, queries, rules
from events.access import may_come, why_not_named
from events.asking import application_takers
from events.enums import LINE_STATES, ApplicationState, Audience, Channel, EntryKind
from events.exceptions import ApplicationRefused, SeatsAreGone
from events.models import Application, Participant, Session
from foundation.audit import chain
from foundation.centre.queries import current_centre
from foundation.japanese.text import fold
from foundation.numbering.services import next_number_in_transaction

from .holding import tell_managers_in_transaction
from .people import known_person, refuse_twins, told_in_words
from .seats import lock_session_in_transaction, write_entries_in_transaction
from .sending import send_in_transaction
from .serving import settle_in_transaction, tell_moved_up_in_transaction


@dataclass(frozen=True)
class PersonRequest:
    """One person of an application; an empty name is a seat whose name follows later."""

    way: str
    name: str = ""
    name_kana: str = ""
    job: str = ""


@dataclass(frozen=True)
class ApplicationRequest:
    """What an applicant, or staff on their behalf, asks for. `form_key` makes sending it twice harmless."""

    form_key: UUID
    people: Sequence[PersonRequest]
    contact_name: str
    phone: str
    reply_way: str
    agency: Agency | None = None
    agency_name: str = ""
    email: str = ""
    fax: str = ""
    accommodations: Sequence[str] = ()
    note: str = ""
    channel: str = Channel.WEB
    received_at: datetime | None = None
    accepts_waiting: bool = True
    # With how few of its people the group is content; None is all of them.
    least_people: int | None = None
    # The manager who agreed, where the event asks for one.
    manager_name: str = ""
    # Whether the names may stand on the list that participants get.
    shows_names: bool = False
    # What rooms asked besides, by room.
    more: Mapping[str, Any] = field(default_factory=dict)

    @property
    def needs(self) -> dict[str, int]:
        """How many seats of each way are asked for."""
        return dict(Counter(person.way for person in self.people))


@told_in_words()
@transaction.atomic(durable=True)
def apply_for_event(
    *,
    session_id: int,
    request: ApplicationRequest,
    actor: User | None,
    by_staff: bool,
    now: datetime,
    acknowledges: bool = True,
) -> Application:
    """Take an application: seats if the rule gives them, else a place in the line, with mail and number.

    Where too many letters went to an address of late, the mail can be left out (`acknowledges`). The same
    `form_key` returns the application that it made before. Raises ApplicationRefused, ColleagueTwice, and
    SeatsAreGone when the applicant expected seats and the line is all that is left.
    """
    # Two applications of one agency must not each add the same new colleague.
    lock_agencies_in_transaction(request.agency)
    session = lock_session_in_transaction(session_id)
    known = Application.objects.filter(form_key=request.form_key).first()
    if known is not None:
        return known
    received_at = request.received_at or now
    refuse_what_rules_forbid(session, request, actor=actor, by_staff=by_staff, now=now)
    application = _write_application(session, request, received_at, actor=actor, by_staff=by_staff, now=now)
    for room, take in application_takers.items():
        take(application, request.more.get(room), by_staff, now)
    if application.state == ApplicationState.WAITING:
        moved = settle_in_transaction(session, now=now, newcomer=application)
        is_seated = any(each.application == application for each in moved)
        if not is_seated and not request.accepts_waiting:
            raise SeatsAreGone("入力している間に、席が埋まりました。空きを待つ列に入ることはできます。")
        tell_moved_up_in_transaction([each for each in moved if each.application != application], now=now)
    # Late, because the series is shared: applicants for other sessions wait only from here to the commit.
    application.number = next_number_in_transaction("events.application", now=now)
    application.save(update_fields=["number"])
    if acknowledges:
        _answer(application, request, now=now)
    if application.state == ApplicationState.HELD:
        tell_managers_in_transaction(application, now=now)
    chain.record("events.application_received", actor=actor, subject=application, now=now)
    return application


def refuse_what_rules_forbid(
    session: Session, request: ApplicationRequest, *, actor: Visitor | None, by_staff: bool, now: datetime
) -> None:
    """Raise ApplicationRefused or ColleagueTwice for what the rules forbid now; a free seat is not asked for.

    The form asks this before its confirm page; the verb asks again with the session locked.
    """
    folded = fold(request.agency.name if request.agency else request.agency_name)
    facts = rules.ApplicationFacts(
        people=len(request.people),
        needs=request.needs,
        agency_people_already=queries.agency_people(session, agency=request.agency, folded_name=folded)
        if session.event.agency_cap is not None
        else 0,
        has_agency=bool(request.agency or request.agency_name),
        speaks_for_agency=request.agency is not None or by_staff,
        typed_by_staff=by_staff,
        received_at=timezone.localtime(request.received_at or now),
        least_people=request.least_people,
        is_invited=may_come(actor, session.event, request.agency),
    )
    decision = rules.may_apply(queries.event_facts(session), facts, timezone.localtime(now))
    if not decision.allowed:
        raise ApplicationRefused(decision.reason)
    if session.event.asks_for_manager and not request.manager_name:
        raise ApplicationRefused("所属長の了承を得て、所属長のお名前を書いてください。")
    names = [(person.name, person.name_kana) for person in request.people]
    if reason := why_not_named(session, request.agency, names):
        raise ApplicationRefused(reason)
    refuse_twins(names)


def _first_state(session: Session, agency: Agency | None, *, by_staff: bool) -> str:
    """Return how the application begins; what came on paper has been through the manager's hands.

    Whoever is invited answers by themselves: their manager may not even read what they are invited to.
    """
    is_theirs = by_staff or session.event.audience == Audience.INVITED
    is_asked = not is_theirs and agency is not None and queries.manager_releases(agency)
    return rules.first_state(queries.event_facts(session), manager_is_asked=is_asked)


def _write_application(
    session: Session,
    request: ApplicationRequest,
    received_at: datetime,
    *,
    actor: User | None,
    by_staff: bool,
    now: datetime,
) -> Application:
    agency = request.agency
    application = Application.objects.create(
        form_key=request.form_key,
        session=session,
        agency=agency,
        agency_name=agency.name if agency else request.agency_name,
        folded_agency_name=fold(agency.name if agency else request.agency_name),
        sector=agency.sector if agency else "",
        contact_name=request.contact_name,
        phone=request.phone,
        fax=request.fax,
        email=request.email,
        reply_way=request.reply_way,
        accommodations=list(request.accommodations),
        note=request.note,
        channel=request.channel,
        received_at=received_at,
        typed_at=now,
        typed_by=actor,
        least_people=request.least_people,
        manager_name=request.manager_name,
        shows_names=request.shows_names,
        line_at=received_at,
        state=_first_state(session, agency, by_staff=by_staff),
    )
    Participant.objects.bulk_create(
        Participant(
            application=application,
            session=session,
            position=position,
            person=known_person(agency, person.name, person.name_kana, person.job, now=now),
            name=person.name,
            name_kana=person.name_kana,
            job=person.job,
            way=person.way,
        )
        for position, person in enumerate(request.people, start=1)
    )
    in_line = application.state == ApplicationState.WAITING
    kind = EntryKind.APPLIED if in_line else EntryKind.RECEIVED
    write_entries_in_transaction(application, kind, request.needs, now=now)
    return application


def _answer(application: Application, request: ApplicationRequest, *, now: datetime) -> None:
    people = len(request.people)
    in_line = application.state in LINE_STATES
    seated = people if application.state == ApplicationState.CONFIRMED else 0
    if application.state == ApplicationState.PARTLY:
        seated = application.participants.on_seats().count()
    letter = letters.application_received(
        application,
        people=people,
        seated=seated,
        unnamed=sum(not person.name for person in request.people),
        position=queries.position_in_line(application) if in_line else None,
        link=links.address(application),
        centre=current_centre(),
        now=now,
    )
    calendar = "REQUEST" if seated else ""
    send_in_transaction(application, letter, cause="received", now=now, calendar=calendar, is_answer=True)
