"""A session was called off, put off or moved: letters that wait are dropped, who was told is told again."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.models import User
from events.enums import ACTIVE_STATES, DateState, EventState
from events.models import Application, Event, Session
from foundation.centre.queries import current_centre
from foundation.mail.models import OutgoingMail
from foundation.mail.services import drop_in_transaction
from foundation.transactions import assert_in_transaction
from outreach.study_groups import letters, queries
from outreach.study_groups.models import Community, PlanRow

from .sessions import addresses_to_tell, guests_to_tell, tell_guest, tell_members
from .telling import tell_in_transaction

ANNOUNCED, INVITED, BECAME = (f"study_groups.{word}" for word in ("announced", "invited", "became"))


def follow_session(*, event: Event, actor: User | None, now: datetime) -> None:  # noqa: ARG001 -- as all followers
    """Tell whoever was told of a session, and has not applied, what became of it; once for each change.

    Whoever applied hears of it from events. Who was not told yet is told of the session as it stands now.
    """
    assert_in_transaction("follow_session")
    row = PlanRow.objects.select_related("plan__community").filter(event=event).first()
    session = event.sessions.order_by("starts_at", "pk").first()
    if row is None or session is None or not session.calendar_sequence:
        return
    takes_place = event.state == EventState.PUBLISHED and session.state == DateState.PLANNED
    version = f"{event.pk}:{session.calendar_sequence}-{event.state}-{session.state}"
    is_told = _about([event.pk], BECAME).filter(cause__startswith=f"{BECAME}:{version}:").exists()
    if is_told or (takes_place and session.ends_at <= now):
        return
    mails = _about([event.pk], ANNOUNCED, INVITED, BECAME)
    drop_in_transaction(mails.filter(leaves_at__gt=now))
    told = set(mails.values_list("to", flat=True))
    _tell_again(row, session, told, version, takes_place=takes_place, now=now)
    if takes_place and event.deadline_at > now:
        _tell_at_last(row, event, told, version, now=now)


def _tell_again(
    row: PlanRow, session: Session, told: set[str], version: str, *, takes_place: bool, now: datetime
) -> None:
    """Write to who was told and still reads of this community, unless events write to them."""
    event, community, today = session.event, row.plan.community, timezone.localdate(now)
    applied = Application.objects.filter(session__event=event, state__in=ACTIVE_STATES)
    readers = set(addresses_to_tell(community, today=today))
    readers.update(*guests_to_tell(event, today=today).values())
    letter = letters.what_became(community, event, session, current_centre(), takes_place=takes_place)
    again = told & readers - set(applied.values_list("email", flat=True))
    needed_by = session.starts_at if session.starts_at > now else None
    tell_in_transaction(letter, again, cause=f"{BECAME}:{version}", now=now, needed_by=needed_by)


def _tell_at_last(row: PlanRow, event: Event, told: set[str], version: str, *, now: datetime) -> None:
    """Announce a session to who has not been told yet: their letter had waited, and was dropped."""
    tell_members(row.plan.community, row, event, now, but=told, version=version)
    for guest, addresses in guests_to_tell(event, today=timezone.localdate(now)).items():
        if told.isdisjoint(addresses):
            tell_guest(guest, now, version=version)


def drop_for_who_left_in_transaction(community: Community, *, now: datetime) -> None:
    """Drop announcements that wait for the morning and whose readers stand for no member any more."""
    assert_in_transaction("drop_for_who_left")
    coming = queries.coming_sessions([community.pk], now=now).values_list("event", flat=True)
    waiting = _about(list(coming), ANNOUNCED).filter(leaves_at__gt=now)
    if waiting.exists():
        drop_in_transaction(
            waiting.exclude(to__in=addresses_to_tell(community, today=timezone.localdate(now)))
        )


def _about(events: Collection[int], *causes: str) -> QuerySet[OutgoingMail]:
    """Return the mails of these causes about these events."""
    wanted = Q(pk__in=[])
    for event in events:
        for cause in causes:
            wanted |= Q(cause__startswith=f"{cause}:{event}:")
    return OutgoingMail.objects.filter(wanted)
