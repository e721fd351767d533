"""Somebody of the roll says that they do not come to a session, and takes it back."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from foundation.audit import chain
from foundation.transactions import assert_in_transaction
from outreach.study_groups.enums import Action
from outreach.study_groups.exceptions import GroupRefused
from outreach.study_groups.meetings.enums import Coming
from outreach.study_groups.meetings.models import Absence
from outreach.study_groups.meetings.queries.coming import answers_to, session_of
from outreach.study_groups.meetings.rules import may_tell_absence
from outreach.study_groups.models import PlanRow
from outreach.study_groups.services.steps import hold_in_transaction, insist

OVER = "この回は、もう始まったか、中止か延期になりました。"
NOT_TOLD = "欠席は、知らせてありません。"


@transaction.atomic(durable=True)
def tell_absence(*, row: PlanRow, actor: User, now: datetime) -> None:
    """Say that one does not come oneself; twice is as once. Raises GroupRefused.

    Not for somebody who is put down as coming, who calls that off first, nor once the session has begun.
    """
    found, day, coming = _held(row, actor=actor, now=now)
    insist(may_tell_absence(is_on_the_roll=coming is not None, comes=coming == Coming.COMES))
    if coming != Coming.ABSENT:
        # One that was told for another day is told anew.
        told = {"told_for": day, "told_at": now}
        Absence.objects.update_or_create(row=found, person=actor.person, defaults=told)
        chain.record("group_meetings.absence_told", actor=actor, subject=found, now=now)


@transaction.atomic(durable=True)
def take_back_absence(*, row: PlanRow, actor: User, now: datetime) -> None:
    """Take back that one does not come: nothing is answered then. Raises GroupRefused."""
    found, day, _ = _held(row, actor=actor, now=now)
    if not Absence.objects.filter(row=found, person=actor.person, told_for=day).delete()[0]:
        raise GroupRefused(NOT_TOLD)
    chain.record("group_meetings.absence_taken_back", actor=actor, subject=found, now=now)


def _held(row: PlanRow, *, actor: User, now: datetime) -> tuple[PlanRow, date, Coming | None]:
    """Return a line whose session is still to come, held, its day, and what this person has answered."""
    assert_in_transaction("hold_answer")
    hold_in_transaction(row.plan.community, Action.ANSWER_SESSION, actor=actor, now=now)
    found = PlanRow.objects.select_related("plan__community").get(pk=row.pk)
    session = session_of(found)
    if session is None or session.starts_at <= now:
        raise GroupRefused(OVER)
    answers = answers_to(found, session)
    mine = next((each.coming for each in answers if each.row.person == actor.person_id), None)
    return found, timezone.localdate(session.starts_at), mine
