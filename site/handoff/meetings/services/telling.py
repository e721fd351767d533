"""The other side of whoever did something is told by mail that something waits, once for each cause."""

from datetime import datetime
from uuid import UUID

from accounts.models import User
from handoff.access import opened
from handoff.actors import CLOCK
from handoff.machine.enums import Side
from handoff.machine.services.telling import people_of
from handoff.meetings.enums import News
from handoff.meetings.models import SupportMeeting
from handoff.meetings.rules import other_side
from handoff.waiting_mail import tell_in_transaction


def tell(*, meeting_id: UUID, news: News, version: int, now: datetime) -> int:
    """Queue a mail to each person of the other side; the same cause is told once. Returns how many."""
    with opened(CLOCK, now=now):
        meeting = SupportMeeting.objects.select_related("handoff").get(pk=meeting_id)
        side, by = _told(meeting, news)
        people = people_of(meeting.handoff, {side}, but=by, now=now)
        for person in people:
            tell_in_transaction(person, cause=f"meetings.{news}:{meeting.pk}:{version}", now=now)
    return len(people)


def _told(meeting: SupportMeeting, news: News) -> tuple[Side, User | None]:
    """Return which side is told, and who told it and needs no mail."""
    if news == News.SENT_BACK:
        return Side(meeting.minuted_side), meeting.back_by
    if news == News.MINUTED:
        return other_side(Side(meeting.minuted_side)), meeting.minuted_by
    if news == News.CALLED_OFF:
        return other_side(Side(meeting.off_side)), meeting.off_by
    return other_side(Side(meeting.called_side)), meeting.called_by
