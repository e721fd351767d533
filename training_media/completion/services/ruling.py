"""It is said what completing a course asks for."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.models import User
from foundation.audit import chain
from training_media.completion.models import CompletionRule
from training_media.models import Course

from .completing import settle_in_transaction


@transaction.atomic(durable=True)
def set_rule(*, course: Course, values: Mapping[str, Any], actor: User, now: datetime) -> CompletionRule:
    """Say what completing a course asks for from now on.

    Whoever was complete by what was asked before stays so, and keeps the certificate that goes with it.
    """
    course = Course.objects.select_for_update(no_key=True).get(pk=course.pk)
    settle_in_transaction(course, now)
    rule, _ = CompletionRule.objects.update_or_create(course=course, defaults=dict(values))
    chain.record("completion.rule_set", actor=actor, subject=rule, now=now, fields=values)
    return rule
