"""Answers go after a time, and the names of those who completed a course."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from foundation.audit import chain
from foundation.limits.queries import limit
from training_media.completion.limits import ANSWERS_KEPT, COMPLETIONS_KEPT
from training_media.completion.models import Answer, Completion


@transaction.atomic(durable=True)
def forget_answers(*, now: datetime) -> int:
    """Delete answers that were given so long ago; returns how many.

    A right one that somebody still needs to complete the course, or to earn its certificate, stays.
    """
    until = now - timedelta(days=limit(ANSWERS_KEPT, on=timezone.localdate(now)))
    done = Completion.objects.filter(
        viewer=OuterRef("viewer"), course=OuterRef("part__course"), earns_certificate=True
    )
    old = Answer.objects.filter(answered_at__lt=until).filter(Q(is_right=False) | Exists(done))
    last = old.order_by("-pk").first()
    if last is None:
        return 0
    count, _ = Answer.objects.filter(pk__in=old.values("pk")).delete()
    chain.record("completion.answers_forgotten", actor=None, subject=last, now=now)
    return count


@transaction.atomic(durable=True)
def forget_names(*, now: datetime) -> int:
    """Erase the names of those who completed a course so long ago; returns how many. The facts stay."""
    until = now - timedelta(days=limit(COMPLETIONS_KEPT, on=timezone.localdate(now)))
    old = Completion.objects.filter(completed_at__lt=until, forgotten_at__isnull=True)
    last = old.order_by("-pk").first()
    if last is None:
        return 0
    count = old.update(name="", name_kana="", agency_name="", forgotten_at=now)
    chain.record("completion.names_forgotten", actor=None, subject=last, now=now)
    return count
