"""Looking back on a hand-off."""

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from django.utils import timezone

from foundation.limits.queries import limits
from handoff.access import opened
from handoff.actors import Actor
from handoff.aftercare.enums import Outcome, Period
from handoff.aftercare.limits import HARD_QUESTION, LEAD_DECIDES
from handoff.aftercare.models import Review
from handoff.aftercare.queries import course_of
from handoff.aftercare.rules import REVIEWS, WHY_GO_ON, WRITTEN, asks_why, may_review
from handoff.exceptions import Refused, obey
from handoff.machine.enums import Hand
from handoff.machine.services.running import note_last_review_in_transaction
from handoff.records.access import ground_of_handoff
from handoff.records.enums import Use


def hold_review(
    *,
    handoff_id: UUID,
    held_on: date,
    outcome: Outcome,
    texts: Mapping[str, str],
    actor: Actor,
    now: datetime,
) -> Review:
    """Write down that both sides looked back. One that ends the back-up is the last: closing asks for it.

    Raises Http404, Refused.
    """
    today = timezone.localdate(now)
    with opened(actor, now=now) as opening:
        ground = ground_of_handoff(actor, handoff_id, today=today)
        handoff = ground.handoff
        assert handoff is not None, "the ground of a hand-off has one"
        course = course_of(handoff)
        if course is None or not ground.opens(Use.WRITE, REVIEWS, state=WRITTEN):
            raise Refused("ふりかえりは、併走、引継ぎ、後方支援のあいだに書きます。")
        values = limits(HARD_QUESTION, LEAD_DECIDES, on=today)
        obey(
            may_review(
                course,
                held_on=held_on,
                outcome=outcome,
                why=texts.get(WHY_GO_ON.name, ""),
                is_lead=Hand.GIVER_LEAD in ground.hands,
                hard_after=values[HARD_QUESTION],
                lead_after=values[LEAD_DECIDES],
                today=today,
            )
        )
        review = Review(
            case_id=ground.case_id,
            handoff=handoff,
            key=ground.key,
            held_on=held_on,
            period=course.period,
            outcome=outcome,
            is_hard=asks_why(course, after=values[HARD_QUESTION], today=today),
            written_by=actor.user,
            written_at=now,
            changed_at=now,
        )
        review.seal(contents=dict(texts))
        review.save(force_insert=True)
        # Closing asks for it, so it is the giving side's to say.
        if course.period == Period.BACKUP and Hand.GIVER in ground.hands:
            note_last_review_in_transaction(handoff, on=held_on if outcome == Outcome.END else None)
        opening.note("aftercare.review_held", review, ["outcome"])
    return review
