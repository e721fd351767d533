"""Steps that the verbs of meetings share: hold a meeting with its community, and refuse what is done with."""

from datetime import datetime

from django.utils import timezone

from accounts.models import User
from foundation.transactions import assert_in_transaction
from outreach.study_groups.access import Standing
from outreach.study_groups.enums import Action
from outreach.study_groups.exceptions import GroupRefused
from outreach.study_groups.meetings.models import Meeting
from outreach.study_groups.meetings.queries.meetings import shown
from outreach.study_groups.meetings.rules import may_record
from outreach.study_groups.services.steps import hold_in_transaction, insist

GONE = "この会議は、もうありません。"
CLOSED = "この会議は、完了しています。"
CONFIRMED = "議事要旨が確定しているので、変えられません。"


def hold_meeting_in_transaction(
    meeting: Meeting, action: Action = Action.PREPARE_MEETING, *, actor: User, now: datetime
) -> tuple[Meeting, Standing]:
    """Return a meeting that nobody else changes until the commit, and how this person stands there.

    Raises GroupRefused.
    """
    assert_in_transaction("hold_meeting")
    standing = hold_in_transaction(meeting.row.plan.community, action, actor=actor, now=now)
    rows = Meeting.objects.with_stages().select_related("row__plan__community", "row__event")
    found = rows.filter(pk=meeting.pk).first()
    if found is None:
        raise GroupRefused(GONE)
    return found, standing


def hold_open_meeting_in_transaction(
    meeting: Meeting, action: Action = Action.PREPARE_MEETING, *, actor: User, now: datetime
) -> Meeting:
    """Return a held meeting whose records may still be changed. Raises GroupRefused."""
    assert_in_transaction("hold_open_meeting")
    found, _ = hold_meeting_in_transaction(meeting, action, actor=actor, now=now)
    if found.closed_on is not None:
        raise GroupRefused(CLOSED)
    if getattr(found, "is_minuted", False):
        raise GroupRefused(CONFIRMED)
    return found


def hold_meeting_of_its_day_in_transaction(meeting: Meeting, *, actor: User, now: datetime) -> Meeting:
    """Return a held, open meeting whose day has come: what happened there is written from that day on.

    Raises GroupRefused.
    """
    assert_in_transaction("hold_meeting_of_its_day")
    found = hold_open_meeting_in_transaction(meeting, actor=actor, now=now)
    insist(may_record(day=shown([found])[0].day, today=timezone.localdate(now)))
    return found
