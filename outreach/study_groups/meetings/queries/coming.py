"""Who of the roll comes to an announced session, who has said that they do not, who has not answered."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import Exists, OuterRef, Subquery
from django.db.models.functions import Greatest
from django.utils import timezone

from events.enums import ACTIVE_STATES, LINE_STATES, OfferAnswer
from events.models import Offer, Participant, Session
from events.models.session import takes_place
from outreach.study_groups.meetings.enums import Coming
from outreach.study_groups.meetings.models import Absence
from outreach.study_groups.models import PlanRow
from outreach.study_groups.registries import OnTheRoll

from .roll import roll_of


@dataclass(frozen=True)
class Answer:
    """Somebody of the roll, what they have answered, and whether an application of theirs still stands."""

    row: OnTheRoll
    coming: Coming
    has_applied: bool


def session_of(row: PlanRow) -> Session | None:
    """Return the session of a line that is to be held, or was; None for none, or one that is off."""
    if row.event_id is None:
        return None
    return Session.objects.filter(takes_place(), event=row.event_id).order_by("starts_at", "pk").first()


def answers_to(row: PlanRow, session: Session) -> list[Answer]:
    """Return the roll of a session's day with what each has answered; who has a seat comes.

    What somebody said of themselves last stands: that they do not come, or an application, or that they take
    a seat they were asked about. An absence that was told for another day, before the date was moved, answers
    nothing any more.
    """
    day = timezone.localdate(session.starts_at)
    roll = roll_of(row.plan.community, day)
    applied = _applied(row, [each.person for each in roll])
    absent = dict(Absence.objects.filter(row=row, told_for=day).values_list("person", "told_at"))
    return [
        Answer(each, _coming(applied.get(each.person), absent.get(each.person)), each.person in applied)
        for each in roll
    ]


def _applied(row: PlanRow, people: list[int]) -> dict[int, tuple[Coming, datetime]]:
    """Return of whoever is put down how that stands, and when they last asked for it."""
    same = Participant.objects.filter(pk=OuterRef("pk"))
    taken = Offer.objects.filter(application=OuterRef("application"), answer=OfferAnswer.ACCEPTED)
    found = Participant.objects.filter(
        session__event=row.event_id,
        person__in=people,
        cancelled_at__isnull=True,
        application__state__in=ACTIVE_STATES,
    ).annotate(
        is_seated=Exists(same.seated()),
        is_asked=Exists(same.on_seats()),
        said_at=Greatest(
            "application__typed_at", Subquery(taken.order_by("-answered_at").values("answered_at")[:1])
        ),
    )
    rows = found.order_by("is_seated", "pk").values_list(
        "person", "application__state", "is_seated", "is_asked", "said_at"
    )
    return {
        person: (_standing(state, is_seated=is_seated, is_asked=is_asked), said_at)
        for person, state, is_seated, is_asked, said_at in rows
    }


def _standing(state: str, *, is_seated: bool, is_asked: bool) -> Coming:
    if is_seated:
        return Coming.COMES
    return Coming.WAITING if state in LINE_STATES and not is_asked else Coming.APPLIED


def _coming(applied: tuple[Coming, datetime] | None, absent_since: datetime | None) -> Coming:
    if applied is None:
        return Coming.OPEN if absent_since is None else Coming.ABSENT
    standing, said_at = applied
    return standing if absent_since is None or absent_since <= said_at else Coming.ABSENT


def named(answers: Sequence[Answer], roll: Sequence[OnTheRoll]) -> list[Answer]:
    """Return answers with the roll as it may be named to a reader."""
    return [replace(each, row=row) for each, row in zip(answers, roll, strict=True)]
