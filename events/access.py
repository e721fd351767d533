"""Who may read which event: absent and forbidden are the same 404."""

from collections.abc import Collection, Iterable
from datetime import date

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from accounts.access import Visitor, has_role
from accounts.models import Person
from content.desk import Door
from directory.models import Agency, Membership
from directory.queries import colleagues

from .enums import EVENT_DESK_ROLES, ApplicationState, Audience, EventState
from .invited import Expected, expected_people, invitations_over, invited_applicants, invited_readers
from .models import Application, Attachment, Event, Session

event_desk = Door(EVENT_DESK_ROLES)


def event_at_the_desk(pk: int) -> Event:
    """Return an event for the desk and the rooms' screens there, whatever its state. Raises Http404."""
    return get_object_or_404(Event, pk=pk)


def readable_event(slug: str, visitor: Visitor) -> Event:
    """Return an event that the public may read; staff who run events see every one, drafts too.

    One for invited people is read by those, once it is no draft. Raises Http404 for everybody else.
    """
    event = Event.objects.filter(slug=slug).first()
    if event is None or not (
        is_for_everybody(event) or has_role(visitor, EVENT_DESK_ROLES) or _is_invited(visitor, event)
    ):
        raise Http404
    return event


def _is_invited(visitor: Visitor, event: Event) -> bool:
    return event.state != EventState.DRAFT and event.pk in read_by_invitation(visitor, [event.pk])


def read_by_invitation(visitor: Visitor, events: Collection[int]) -> set[int]:
    """Return which of these events, by id, a visitor reads today for being invited."""
    return {event for reads in invited_readers for event in reads(visitor, events)} if events else set()


def invited_agencies(visitor: Visitor | None, event: Event) -> set[int]:
    """Return the agencies in whose name this visitor may apply for an event for invited people."""
    if visitor is None or event.audience != Audience.INVITED:
        return set()
    return {agency for invited in invited_applicants for agency in invited(visitor, event)}


def may_come(visitor: Visitor | None, event: Event, agency: Agency | None) -> bool:
    """Return whether an event is meant for this visitor in the name of this agency.

    One for invited people is for their agencies alone: a private person is not invited.
    """
    return event.audience != Audience.INVITED or (
        agency is not None and agency.pk in invited_agencies(visitor, event)
    )


def who_is_expected(session: Session, agency: Agency | None) -> Expected | None:
    """Return who is expected at a session by name, in this agency's name; None where anybody may apply.

    No query for an event that is not for invited people.
    """
    if session.event.audience != Audience.INVITED:
        return None
    found = (source(session, agency) for source in expected_people)
    return next((each for each in found if each is not None), None)


def people_to_choose(session: Session, agency: Agency, *, today: date) -> list[Person]:
    """Return whom a form offers: who of this agency is expected by name, else everybody who works there."""
    expected = who_is_expected(session, agency)
    if expected is None or expected.people is None:
        return colleagues(agency, today=today)
    return list(expected.people)


def why_not_named(session: Session, agency: Agency | None, names: Iterable[tuple[str, str]]) -> str:
    """Return why these names with their readings cannot be put down for a session; empty where they can."""
    expected = who_is_expected(session, agency)
    if expected is None or all(expected.has(name, kana) for name, kana in names):
        return ""
    return expected.refusal


def drawn_session(slug: str, session_id: int, visitor: Visitor) -> Session:
    """Return a session whose lots were drawn, of an event that this visitor may read. Raises Http404."""
    event = readable_event(slug, visitor)
    session = event.sessions.exclude(draw_seed="").filter(pk=session_id).first()
    if session is None:
        raise Http404
    session.event = event
    return session


def is_for_everybody(event: Event) -> bool:
    """Return whether anybody may read this event, so that caches may keep what is made of it."""
    return event.state != EventState.DRAFT and event.audience != Audience.INVITED


def readable_attachment(pk: int, name: str, visitor: Visitor) -> Attachment:
    """Return a file of an event that this visitor may read. Raises Http404."""
    attachment = Attachment.objects.select_related("event").filter(pk=pk).first()
    if attachment is None or attachment.file_name != name:
        raise Http404
    readable_event(attachment.event.slug, visitor)
    return attachment


def applications_of(membership: Membership) -> QuerySet[Application]:
    """Return the applications of the agency in whose name this member acts, and of no other."""
    return Application.objects.filter(agency=membership.agency)


def readable_applications(applications: QuerySet[Application], visitor: Visitor) -> QuerySet[Application]:
    """Leave out what was applied for at events for invited people that this visitor does not read today.

    One query where none is for invited people.
    """
    for_invited = applications.filter(session__event__audience=Audience.INVITED).order_by()
    hidden = unread_events(visitor, for_invited.values_list("session__event", flat=True))
    return applications.exclude(session__event__in=hidden) if hidden else applications


def unread_events(visitor: Visitor, for_invited: Iterable[int]) -> set[int]:
    """Return which of these events for invited people, by id, a visitor does not read today."""
    events = set(for_invited)
    return events - read_by_invitation(visitor, events)


def invited_no_more(event: Event, applications: Collection[Application], *, today: date) -> set[int]:
    """Return which applications for an event, by id, are of somebody who is not invited to it any more."""
    if event.audience != Audience.INVITED:
        return set()
    return {pk for are_over in invitations_over for pk in are_over(event, applications, today)}


def may_be_let_in(application: Application, visitor: Visitor, *, today: date) -> bool:
    """Return whether the page of an application may say where its event is held and how one gets in.

    Its link is enough, while whoever applied is still invited; else whoever reads the event signs in.
    """
    event = application.session.event
    is_over = application.pk in invited_no_more(event, [application], today=today)
    return not is_over or has_role(visitor, EVENT_DESK_ROLES) or _is_invited(visitor, event)


def held_application(membership: Membership, pk: int) -> Application:
    """Return an application that waits for the manager of this member's agency. Raises Http404."""
    return get_object_or_404(applications_of(membership).filter(state=ApplicationState.HELD), pk=pk)
