"""The other side of a call or of minutes is told by mail that something waits, once for each cause."""

from datetime import datetime
from uuid import UUID

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
        is_minuted = news == News.MINUTED
        side, by = (
            (meeting.minuted_side, meeting.minuted_by)
            if is_minuted
            else (meeting.called_side, meeting.called_by)
        )
        people = people_of(meeting.handoff, {other_side(Side(side))}, but=by, now=now)
        for person in people:
            tell_in_transaction(person, cause=f"meetings.{news}:{meeting.pk}:{version}", now=now)
    return len(people)
