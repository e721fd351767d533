"""Somebody who watched does not think of it now, and says why."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from foundation.audit import chain
from training_media.leads import rules
from training_media.leads.exceptions import LeadRefused
from training_media.leads.models import NotNow
from training_media.models import Course
from training_media.viewing.models import Viewer


@transaction.atomic(durable=True)
def say_not_now(
    *,
    course: Course,
    viewers: Collection[Viewer],
    reasons: Collection[str],
    words: str,
    now: datetime,
    is_sure: bool = False,
) -> None:
    """Take down why not now, for each of those who watch; what was said before in the same way is said anew.

    What is not sure to be theirs leaves alone what they said themselves. Raises LeadRefused.
    """
    decision = rules.may_say_not_now(reasons, words)
    if not decision.allowed:
        raise LeadRefused(decision.reason)
    said = {"reasons": sorted(set(reasons)), "words": words, "said_at": now}
    rows = [
        NotNow.objects.update_or_create(viewer=viewer, course=course, is_sure=is_sure, defaults=said)[0]
        for viewer in viewers
    ]
    for row in rows:
        chain.record("leads.not_now_said", actor=None, subject=row, now=now, fields=["reasons"])
