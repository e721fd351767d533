"""What waits for somebody after a hand-off: reviews and contacts whose day has come."""

from datetime import date

from django.db.models import DateTimeField, OuterRef, Subquery
from django.urls import reverse

from foundation.limits.queries import limits
from handoff.actors import Actor
from handoff.cases.access import cases_for
from handoff.cases.models import Case
from handoff.machine.enums import Deed
from handoff.machine.models import Handoff, Turn
from handoff.waiting import Waiting

from .access import entries_for
from .enums import EntryState
from .limits import REVIEW_BACKUP, REVIEW_OVERLAP
from .models import Review
from .queries import course_from
from .rules import PERIODS, next_review


def waiting(actor: Actor, *, today: date) -> list[Waiting]:
    """Return the reviews of an actor's cases that are due, and the contacts of diaries. Three queries."""
    return [*_reviews(actor, today=today), *_contacts(actor, today=today)]


def _reviews(actor: Actor, *, today: date) -> list[Waiting]:
    turns = Turn.objects.filter(handoff=OuterRef("pk"), deed=Deed.HAND_OVER).order_by("-at").values("at")[:1]
    reviews = Review.objects.filter(handoff=OuterRef("pk")).order_by("-held_on").values("held_on")[:1]
    rows = Handoff.objects.filter(case__in=cases_for(actor, today=today).values("pk"), state__in=PERIODS)
    rows = rows.annotate(begun_at=Subquery(turns, output_field=DateTimeField()), last_on=Subquery(reviews))
    values = limits(REVIEW_OVERLAP, REVIEW_BACKUP, on=today)
    found = []
    for row in rows:
        course = course_from(row, begun_at=row.begun_at, last_on=row.last_on)
        if course is None:
            continue
        day = next_review(course, every_overlap=values[REVIEW_OVERLAP], every_backup=values[REVIEW_BACKUP])
        if day is not None and day <= today:
            what = f"{course.period.label}の、ふりかえり"
            address = reverse("handoff:reviews", args=[row.pk])
            found.append(Waiting(day=day, what=what, reference=row.reference, address=address))
    return found


def _contacts(actor: Actor, *, today: date) -> list[Waiting]:
    if not actor.is_at(None) and not actor.agency_roles:
        # Whoever only watches over the data reads diaries and writes none.
        return []
    rows = entries_for(actor, today=today).filter(state=EntryState.DUE, due_on__lte=today)
    # No join: a receiver sees the entry and never the case.
    case = Case.objects.filter(pk=OuterRef("case")).values("reference")
    rows = rows.annotate(case_reference=Subquery(case)).select_related("handoff")
    return [
        Waiting(
            day=entry.due_on or today,
            what="フォローアップの記録",
            reference=entry.handoff.reference if entry.handoff else entry.case_reference,
            address=reverse("handoff:write_entry", args=[entry.pk]),
        )
        for entry in rows
    ]
