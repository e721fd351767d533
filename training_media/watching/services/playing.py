"""A player opens, those who watched together are counted again, somebody says that they have watched."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from foundation.audit import chain
from training_media.models import Course, Part
from training_media.viewing.enums import SittingKind
from training_media.viewing.models import Sitting, Viewer
from training_media.viewing.services.ledger import begin_sitting, end_together, end_visit_in_transaction
from training_media.watching import queries
from training_media.watching.exceptions import WatchingRefused
from training_media.watching.models import EndedVisit, Statement

TOLD_ALREADY = "「見ました」は、もう受け取っています。"


def open_player(
    *,
    part: Part,
    viewers: Sequence[Viewer],
    is_together: bool,
    let_in_by: str,
    visit: UUID | None,
    counts_until: datetime | None,
    now: datetime,
) -> Sitting:
    """Begin a sitting on one screen for these viewers; nothing counts after their visit, or their card."""
    assert part.recording is not None
    return begin_sitting(
        recording=part.recording,
        viewers=viewers,
        kind=SittingKind.TOGETHER if is_together else SittingKind.ALONE,
        now=now,
        let_in_by=let_in_by,
        visit=visit,
        counts_until=counts_until,
    )


def count_again(
    *, course: Course, visit: UUID, viewers: Collection[Viewer], stayed: Collection[int], now: datetime
) -> int:
    """Say who is still there: they are credited with what was played in this visit.

    Returns of how many sittings. Nobody is credited who was not ticked at the beginning.
    """
    keys = {each.pk for each in viewers}
    sittings = queries.waiting_sittings(course, keys, visit=visit)
    return end_together(sittings=sittings, stayed=keys & set(stayed), now=now)


@transaction.atomic(durable=True)
def end_visit(*, visit: UUID, now: datetime) -> None:
    """End a visit before its hours: no copy of its pass opens anything, and nothing more counts in it."""
    EndedVisit.objects.get_or_create(pk=visit, defaults={"ended_at": now})
    end_visit_in_transaction(visit, now=now)


@transaction.atomic(durable=True)
def say_watched(
    *, part: Part, viewers: Sequence[Viewer], words: str, is_together: bool, now: datetime
) -> None:
    """Write down that these people say they have watched a part. Raises WatchingRefused when all said so."""
    found = [
        Statement.objects.get_or_create(
            viewer=viewer,
            part=part,
            defaults={"said_at": now, "words": words, "is_together": is_together},
        )
        for viewer in viewers
    ]
    made = [statement for statement, is_new in found if is_new]
    if not made:
        raise WatchingRefused(TOLD_ALREADY)
    chain.record("watching.said", actor=None, subject=made[-1], now=now, fields=[f"people:{len(made)}"])
