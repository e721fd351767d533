"""Going through who may come in, every quarter: the table, and that somebody has looked."""

from collections.abc import Sequence
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
    """Everybody who may come in today, who looked at it last, and by when it is to be done anew."""

    enrolments: Sequence[Enrolment]
    last: RightsReview | None
    due_on: date


def read_rights(*, actor: Actor, now: datetime) -> RightsRead:
    """Return the table of rights. Raises Http404 for whoever does not enrol people."""
    today = timezone.localdate(now)
    with opened(actor, now=now):
        _insist(actor)
        last = _last()
        return RightsRead(enrolments=_standing(today), last=last, due_on=_due_on(last, today=today))


def review_rights(*, seen: int, actor: Actor, now: datetime) -> RightsReview:
    """Write down that everybody in the table is still needed. Raises Http404, Refused."""
    with opened(actor, now=now) as opening:
        _insist(actor)
        count = len(_standing(timezone.localdate(now)))
        if count != seen:
            raise Refused(SOMEBODY_CAME)
        review = RightsReview(enrolments=count, reviewed_by=actor.user, reviewed_at=now)
        review.save(force_insert=True)
        opening.note("oversight.rights_reviewed", review)
    return review


def waiting(actor: Actor, *, today: date) -> list[Waiting]:
    """Return the next review, to whoever enrols people, once its day has come. Three queries at most."""
    if not actor.centre_roles & ENROLLING_ROLES or (due_on := _due_on(_last(), today=today)) > today:
        return []
    return [
        Waiting(
            day=due_on,
            what="入れる人を、確かめてください",
            reference="",
            address=reverse("handoff:rights"),
        )
    ]


def _insist(actor: Actor) -> None:
    if not actor.centre_roles & ENROLLING_ROLES:
        raise Http404


def _last() -> RightsReview | None:
    return RightsReview.objects.select_related("reviewed_by__person").first()


def _standing(today: date) -> list[Enrolment]:
    """Return who may come in on this day, the centre first, then by agency."""
    rows = Enrolment.objects.valid(today=today).select_related("person", "agency")
    return sorted(rows, key=lambda each: (each.agency is not None, str(each.agency), each.role, each.pk))


def _due_on(last: RightsReview | None, *, today: date) -> date:
    if last is None:
        first = (
            Enrolment.objects.standing().order_by("valid_from").values_list("valid_from", flat=True).first()
        )
        begun = first or today
    else:
        begun = timezone.localdate(last.reviewed_at)
    return begun + timedelta(days=limit(RIGHTS_EVERY, on=today))
