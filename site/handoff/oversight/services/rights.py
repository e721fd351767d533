"""Going through who may come in, every quarter: the table, and that somebody has looked."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from foundation.limits.queries import limit
from handoff.access import opened
from handoff.actors import Actor
from handoff.enums import ENROLLING_ROLES
from handoff.exceptions import Refused
from handoff.models import Enrolment
from handoff.oversight.limits import RIGHTS_EVERY
from handoff.oversight.models import RightsReview
from handoff.waiting import Waiting

SOMEBODY_CAME = "見ているあいだに、登録が変わりました。もう一度、上の表を見てください。"


@dataclass(frozen=True, kw_only=True)
class RightsRead:
    """Everybody who may come in today, who looked at it last, and by when it is to be done anew.

    `ending` are those of them that the last review found to be needed no more.
    """

    enrolments: Sequence[Enrolment]
    last: RightsReview | None
    due_on: date

    @property
    def ending(self) -> list[Enrolment]:
        return [each for each in self.enrolments if self.last and each.pk in self.last.ending]


def read_rights(*, actor: Actor, now: datetime) -> RightsRead:
    """Return the table of rights. Raises Http404 for whoever does not enrol people."""
    today = timezone.localdate(now)
    with opened(actor, now=now):
        _insist(actor)
        last = _last()
        return RightsRead(enrolments=_standing(today), last=last, due_on=_due_on(last, today=today))


def review_rights(
    *, kept: Collection[int], ending: Collection[int], actor: Actor, now: datetime
) -> RightsReview:
    """Write down which enrolments are still needed and which are to be ended. Raises Http404, Refused.

    Somebody who came or left since the table was shown was not looked at: then it is shown anew.
    """
    with opened(actor, now=now) as opening:
        _insist(actor)
        standing = {each.pk for each in _standing(timezone.localdate(now))}
        if standing != {*kept, *ending}:
            raise Refused(SOMEBODY_CAME)
        review = RightsReview(
            enrolments=len(standing), ending=sorted(ending), reviewed_by=actor.user, reviewed_at=now
        )
        review.save(force_insert=True)
        opening.note("oversight.rights_reviewed", review)
    return review


def waiting(actor: Actor, *, today: date) -> list[Waiting]:
    """Return to whoever enrols people the next review once its day has come, and what the last one found.

    Four queries at most.
    """
    if not actor.centre_roles & ENROLLING_ROLES:
        return []
    last, found = _last(), list[Waiting]()
    if (due_on := _due_on(last, today=today)) <= today:
        found.append(_waiting("入れる人を、確かめてください", due_on))
    if last and Enrolment.objects.valid(today=today).filter(pk__in=last.ending).exists():
        settled_on = timezone.localdate(last.reviewed_at)
        found.append(_waiting("とりやめると決めた登録を、とりやめてください", settled_on))
    return found


def _waiting(what: str, day: date) -> Waiting:
    return Waiting(day=day, what=what, reference="", address=reverse("handoff:rights"))


def _insist(actor: Actor) -> None:
    if not actor.centre_roles & ENROLLING_ROLES:
        raise Http404


def _last() -> RightsReview | None:
    return RightsReview.objects.select_related("reviewed_by__person").first()


def _standing(today: date) -> list[Enrolment]:
    """Return who may come in on this day, the centre first, then by agency."""
    rows = Enrolment.objects.valid(today=today).select_related("person__user", "agency")
    return sorted(rows, key=lambda each: (each.agency is not None, str(each.agency), each.role, each.pk))


def _due_on(last: RightsReview | None, *, today: date) -> date:
    """Return when the table is to be gone through: a quarter after the last time, at first at once."""
    if last is not None:
        return timezone.localdate(last.reviewed_at) + timedelta(days=limit(RIGHTS_EVERY, on=today))
    first = Enrolment.objects.standing().order_by("valid_from").values_list("valid_from", flat=True).first()
    return first or today
