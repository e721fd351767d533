"""Calling a 合同支援会議, changing when and where it is, calling it off."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings

from foundation import jobs
from foundation.calendar.entries import new_uid
from handoff.access import opened
from handoff.actors import Actor
from handoff.cases.models import Case
from handoff.cases.naming import names_somebody
from handoff.exceptions import Refused, obey
from handoff.machine.models import Handoff
from handoff.meetings.enums import MeetingKind, MeetingState, News
from handoff.meetings.models import SupportMeeting
from handoff.meetings.rules import may_call, may_call_off, may_change_call, may_stand_at

from .standing import changed_in_transaction, locked_meeting, locked_standing

TELL = "handoff.meetings.tell"
NAMED = (
    "本人の名前が入っています。場所、来てほしい人、話すことには、名前を書かないでください。"
    "自宅で会うときは「本人の自宅」と書きます。"
)


@dataclass(frozen=True, kw_only=True)
class Call:
    """What a call says: what for, when, for how many minutes, where, who is asked and what about."""

    kind: MeetingKind
    starts_at: datetime
    lasts: int
    texts: Mapping[str, str]


def calendar_uid() -> str:
    """Return under which name a new meeting stands in calendars for good."""
    return new_uid(urlsplit(settings.OWN_URL).hostname or "")


def call_meeting(
    *, handoff_id: UUID, call: Call, form_key: UUID, actor: Actor, now: datetime
) -> SupportMeeting:
    """Call a meeting of both sides; the other side is told that something waits.

    Each side has its own number of calls: neither can use up the other's. The same form sent again gives
    the meeting of the first time. Raises Http404, Refused.
    """
    with opened(actor, now=now) as opening:
        standing = locked_standing(handoff_id, actor, now, opening)
        beside = SupportMeeting.objects.filter(handoff=standing.handoff)
        if known := beside.filter(form_key=form_key).first():
            return known
        called = beside.filter(state=MeetingState.CALLED, called_side=standing.side).count()
        obey(may_call(called=called, starts_at=call.starts_at, now=now))
        _insist_on_nobody_named(standing.handoff, call.texts)
        meeting = SupportMeeting(
            handoff=standing.handoff,
            kind=call.kind,
            starts_at=call.starts_at,
            lasts=call.lasts,
            called_by=actor.user,
            called_at=now,
            called_side=standing.side,
            changed_at=now,
            calendar_uid=calendar_uid(),
            form_key=form_key,
        )
        meeting.seal(contents=dict(call.texts))
        meeting.save(force_insert=True)
        opening.note("meetings.called", meeting, call.texts)
        _tell(meeting, News.CALLED)
    return meeting


def change_call(*, meeting_id: UUID, call: Call, seen: int, actor: Actor, now: datetime) -> None:
    """Change what a call says; where its time or place is another, the other side is told.

    Raises Http404, Refused, ChangedMeanwhile.
    """
    with opened(actor, now=now) as opening:
        meeting, standing = locked_meeting(meeting_id, actor, now, opening, seen=seen)
        obey(may_change_call(state=meeting.state, called_side=meeting.called_side, sides=standing.sides))
        obey(may_stand_at(starts_at=call.starts_at, now=now))
        _insist_on_nobody_named(standing.handoff, call.texts)
        said = meeting.unseal_data("contents")
        is_same = (meeting.starts_at, meeting.lasts, said) == (call.starts_at, call.lasts, dict(call.texts))
        meeting.kind, meeting.starts_at, meeting.lasts = call.kind, call.starts_at, call.lasts
        meeting.seal(contents=dict(call.texts))
        changed_in_transaction(meeting, now=now)
        opening.note("meetings.call_changed", meeting, call.texts)
        if not is_same:
            _tell(meeting, News.MOVED)


def call_off(*, meeting_id: UUID, why: str, seen: int, actor: Actor, now: datetime) -> None:
    """Call a meeting off that was not held yet, for either side; the other side is told.

    Raises Http404, Refused, ChangedMeanwhile.
    """
    with opened(actor, now=now) as opening:
        meeting, standing = locked_meeting(meeting_id, actor, now, opening, seen=seen)
        obey(may_call_off(state=meeting.state))
        meeting.state = MeetingState.CALLED_OFF
        meeting.off_by, meeting.off_side = actor.user, standing.side
        meeting.seal(why_off=why or None)
        changed_in_transaction(meeting, now=now)
        opening.note("meetings.called_off", meeting, ["state"])
        _tell(meeting, News.CALLED_OFF)


def _insist_on_nobody_named(handoff: Handoff, texts: Mapping[str, str]) -> None:
    """Go on only where a call names nobody: its letter says so. Raises Refused.

    Whoever receives sees no case, and what is theirs to read of the name is a text: they are only asked to.
    """
    case = Case.objects.select_related("person").filter(pk=handoff.case_id).first()
    names = case.person.names() if case is not None else []
    if any(names_somebody(text, names=names) for text in texts.values()):
        raise Refused(NAMED)


def _tell(meeting: SupportMeeting, news: News) -> None:
    jobs.defer(TELL, meeting_id=str(meeting.pk), news=news.value, version=meeting.version)
