"""Who writes here: a locked hand-off in which both sides work together, and the meeting beside it."""

from datetime import datetime
from uuid import UUID

from django.http import Http404
from django.utils import timezone

from foundation.transactions import assert_in_transaction
from handoff.access import Opening
from handoff.actors import Actor
from handoff.exceptions import ChangedMeanwhile
from handoff.machine.services.running import locked_together
from handoff.meetings.access import Standing, meeting_for, standing_on
from handoff.meetings.models import SupportMeeting

OLD_PAGE = "ほかの人が、先に書きました。新しい画面で、もう一度確かめてください。"


def locked_standing(handoff_id: UUID, actor: Actor, now: datetime, opening: Opening) -> Standing:
    """Return a locked hand-off in which this actor holds meetings now. Raises Http404, Refused."""
    handoff = locked_together(handoff_id, actor, now, opening)
    standing = standing_on(actor, handoff, today=timezone.localdate(now))
    if not standing.sides:
        raise Http404
    return standing


def locked_meeting(
    meeting_id: UUID, actor: Actor, now: datetime, opening: Opening, *, seen: int | None = None
) -> tuple[SupportMeeting, Standing]:
    """Return a meeting that nobody else writes until the transaction ends: its hand-off is locked.

    Raises Http404, Refused, and ChangedMeanwhile where the page that was `seen` is an old one.
    """
    today = timezone.localdate(now)
    found, _ = meeting_for(actor, meeting_id, today=today)
    standing = locked_standing(found.handoff_id, actor, now, opening)
    # Read again once it is locked: whoever waited finds it as it has become.
    meeting, _ = meeting_for(actor, meeting_id, today=today)
    if seen is not None and meeting.version != seen:
        raise ChangedMeanwhile(OLD_PAGE)
    meeting.handoff = standing.handoff
    return meeting, standing


def changed_in_transaction(meeting: SupportMeeting, *, now: datetime) -> None:
    """Save a meeting as its next version, which calendars and open pages are compared with."""
    assert_in_transaction("changed")
    meeting.version, meeting.changed_at = meeting.version + 1, now
    meeting.save()
