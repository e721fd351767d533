"""Who of the roll comes to an announced session, who has said that they do not, who has not answered."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.utils import timezone

from events.enums import ACTIVE_STATES
from events.models import Participant, Session
from events.models.session import takes_place
from outreach.study_groups.meetings.enums import Coming
from outreach.study_groups.meetings.models import Absence
from outreach.study_groups.models import PlanRow
from outreach.study_groups.registries import OnTheRoll

from .roll import roll_of


@dataclass(frozen=True)
class Answer:
    """Somebody of the roll, and what they have answered."""

    row: OnTheRoll
    coming: Coming


def session_of(row: PlanRow) -> Session | None:
    """Return the session of a line that is to be held, or was; None for none, or one that is off."""
    if row.event_id is None:
        return None
    return Session.objects.filter(takes_place(), event=row.event_id).order_by("starts_at", "pk").first()


def answers_to(row: PlanRow, session: Session) -> list[Answer]:
    """Return the roll of a session's day with what each has answered; who applied comes."""
    roll = roll_of(row.plan.community, timezone.localdate(session.starts_at))
    comes = set(
        Participant.objects.filter(
            session__event=row.event_id,
            person__in=[each.person for each in roll],
            cancelled_at__isnull=True,
            application__state__in=ACTIVE_STATES,
        ).values_list("person", flat=True)
    )
    absent = set(Absence.objects.filter(row=row).values_list("person", flat=True))
    return [Answer(each, _coming(each.person, comes, absent)) for each in roll]


def _coming(person: int, comes: set[int], absent: set[int]) -> Coming:
    if person in comes:
        return Coming.COMES
    return Coming.ABSENT if person in absent else Coming.OPEN


def named(answers: Sequence[Answer], roll: Sequence[OnTheRoll]) -> list[Answer]:
    """Return answers with the roll as it may be named to a reader."""
    return [replace(each, row=row) for each, row in zip(answers, roll, strict=True)]
