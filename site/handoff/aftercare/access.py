"""Which reviews and diaries somebody reads and writes; absent and forbidden are the same 404."""

from datetime import date
from uuid import UUID

from django.db.models import BooleanField, F, Func, Q, QuerySet, Value

from handoff.actors import Actor
from handoff.cases.access import cases_for
from handoff.disclosure.enums import Part
from handoff.machine.access import handoffs_for
from handoff.records.access import Ground, readable_on, record_for, records_on
from handoff.records.enums import Use

from .models import FollowUpEntry, FollowUpRhythm, Review
from .rules import DIARY, REVIEWS, RHYTHMS, WRITTEN


def reviews_on(ground: Ground) -> QuerySet[Review]:
    """Return the reviews of a hand-off that this actor may read, the newest first."""
    rows = records_on(Review.objects.all(), ground)
    found = rows if ground.opens(Use.READ, REVIEWS, state=WRITTEN) else rows.none()
    return found.order_by("-held_on", "-written_at")


def entries_on(ground: Ground) -> QuerySet[FollowUpEntry]:
    """Return the diary of a ground that this actor may read, what was done last first."""
    return readable_on(FollowUpEntry.objects.all(), ground, DIARY).order_by("-done_on", "-changed_at")


def rhythm_on(ground: Ground) -> FollowUpRhythm | None:
    """Return the rhythm that counts on a ground, if this actor may know it."""
    if not ground.opens(Use.READ, RHYTHMS, state=WRITTEN):
        return None
    rows = FollowUpRhythm.objects.filter(case_id=ground.case_id, handoff=ground.handoff, ended_on=None)
    return rows.first()


def entry_for(actor: Actor, pk: UUID, use: Use, *, today: date) -> tuple[FollowUpEntry, Ground]:
    """Return a contact of a diary with which this actor may do this. Raises Http404."""
    return record_for(FollowUpEntry.objects.all(), actor, pk, DIARY, use, today=today)


def locked_entry(actor: Actor, pk: UUID, use: Use, *, today: date) -> tuple[FollowUpEntry, Ground]:
    """Return the same, with its row locked until the transaction ends. Raises Http404."""
    rows = FollowUpEntry.objects.select_for_update(of=("self",))
    return record_for(rows, actor, pk, DIARY, use, today=today)


def entries_for(actor: Actor, *, today: date) -> QuerySet[FollowUpEntry]:
    """Return the contacts of all diaries that this actor may read today, of both sides.

    Whether the name is open to a receiver is asked of the database, for all of them at once.
    """
    named = Func(
        F("handoff"),
        Value(Part.IDENTITY),
        function="tsunagu_part_is_open",
        output_field=BooleanField(),
    )
    own = Q(case__in=cases_for(actor, today=today).values("pk"))
    received = Q(handoff__in=handoffs_for(actor, today=today).values("pk"), is_named=True)
    return FollowUpEntry.objects.annotate(is_named=named).filter(own | received)
