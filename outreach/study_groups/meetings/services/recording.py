"""Who was there, and what was decided, is written down."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction

from accounts.models import User
from foundation.audit import chain
from outreach.study_groups.enums import Action
from outreach.study_groups.exceptions import GroupRefused
from outreach.study_groups.meetings.models import Attendance, Decision, Meeting
from outreach.study_groups.meetings.queries.roll import roll_of

from .steps import hold_meeting_in_transaction, hold_meeting_of_its_day_in_transaction

LONGEST_BODY = 500
DONE = "これは、もう済んでいます。"


@transaction.atomic(durable=True)
def mark_presence(
    *, meeting: Meeting, day: date, marks: Mapping[int, str], actor: User, now: datetime
) -> None:
    """Write down who of the roll of this day was there and how; an empty mark takes one away.

    `marks` is by person, of those alone whose mark is to change: other marks are somebody else's, who writes
    at the same time. Whoever is not on the roll is left out. Raises GroupRefused, also before the day.
    """
    found = hold_meeting_of_its_day_in_transaction(meeting, actor=actor, now=now)
    roll = {each.person: each for each in roll_of(found.row.plan.community, day)}
    for person, mark in marks.items():
        rows = Attendance.objects.filter(meeting=found, person=person)
        if not mark:
            rows.delete()
        elif not rows.update(presence=mark, recorded_at=now) and person in roll:
            each = roll[person]
            Attendance.objects.create(
                meeting=found,
                person_id=person,
                body=each.body[:LONGEST_BODY],
                seats=list(each.seats),
                stands_as=each.place,
                has_vote=each.has_vote,
                presence=mark,
                recorded_at=now,
            )
    fields = [f"marks:{len(marks)}"]
    chain.record("group_meetings.attendance_marked", actor=actor, subject=found, now=now, fields=fields)


@transaction.atomic(durable=True)
def record_decision(
    *, meeting: Meeting, text: str, owner: str, due_on: date | None, actor: User, now: datetime
) -> Decision:
    """Write down what was decided, who does it by when, until minutes are confirmed. Raises GroupRefused."""
    found = hold_meeting_of_its_day_in_transaction(meeting, actor=actor, now=now)
    made = Decision.objects.create(
        meeting=found, text=text, owner=owner, due_on=due_on, recorded_by=actor, recorded_at=now
    )
    fields = ["text", "owner", "due_on"]
    chain.record("group_meetings.decided", actor=actor, subject=made, now=now, fields=fields)
    return made


@transaction.atomic(durable=True)
def finish_decision(*, decision: Decision, on: date, actor: User, now: datetime) -> Decision:
    """Say that what was decided is done. Raises GroupRefused."""
    hold_meeting_in_transaction(decision.meeting, Action.PREPARE_MEETING, actor=actor, now=now)
    if not Decision.objects.filter(pk=decision.pk, done_on__isnull=True).update(done_on=on):
        raise GroupRefused(DONE)
    chain.record("group_meetings.decision_done", actor=actor, subject=decision, now=now, fields=["done_on"])
    decision.refresh_from_db()
    return decision
