"""Verbs of figures. Whoever writes a value has its source at hand: that counts as a check."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from content.services import RecordIsGone
from foundation.audit import chain
from foundation.limits.queries import limit
from foundation.public_pages import clear_public_pages_in_transaction

from .limits import CHECK_HOLDS
from .models import DatedFact
from .rules import last_day, may_be_followed, next_check

# Whoever checked the figure said that these are so.
CHECK = ("checked_on", "checked_by", "due_on")
CHECKED = frozenset(
    {"value", "unit", "valid_from", "valid_until", "source_title", "source_year", "source_url"}
)
WRITTEN = (
    *("name", "value", "unit", "valid_until", "source_title", "source_year", "source_url"),
    *("note", "responsible"),
)


class CannotBeFollowed(Exception):
    """The new value does not fit behind the old one; the message says why, in the words of the screen."""


@transaction.atomic(durable=True)
def create_fact(*, values: Mapping[str, Any], actor: User, now: datetime) -> DatedFact:
    """Keep a new figure with its first value."""
    fact = _new(values, key=values["key"], actor=actor, now=now)
    fact.save()
    clear_public_pages_in_transaction()
    chain.record("facts.created", actor=actor, subject=fact, now=now)
    return fact


@transaction.atomic(durable=True)
def change_fact(*, fact_id: int, values: Mapping[str, Any], actor: User, now: datetime) -> DatedFact:
    """Correct what was written down wrongly. The key stays, or pages would lose the figure.

    A corrected value counts as checked by whoever wrote it. The next check is the day that they chose, if
    they moved it to a later one, otherwise as after every check.
    """
    fact = _locked(fact_id)
    open_fields = (*WRITTEN, "valid_from", "due_on")
    changed = sorted(name for name in open_fields if name in values and getattr(fact, name) != values[name])
    for name in changed:
        setattr(fact, name, values[name])
    written = set(changed)
    if CHECKED & written:
        written |= set(CHECK)
        chosen = fact.due_on if "due_on" in changed else None
        _check(fact, actor=actor, now=now)
        if chosen and chosen > timezone.localdate(now):
            fact.due_on = chosen
    fact.save(update_fields=written)
    clear_public_pages_in_transaction()
    chain.record("facts.changed", actor=actor, subject=fact, now=now, fields=changed)
    return fact


@transaction.atomic(durable=True)
def confirm_fact(*, fact_id: int, actor: User, now: datetime) -> DatedFact:
    """Say that the source was looked at and the value still holds; it is due again when the check is over."""
    fact = _locked(fact_id)
    _check(fact, actor=actor, now=now)
    fact.save(update_fields=CHECK)
    clear_public_pages_in_transaction()
    chain.record("facts.confirmed", actor=actor, subject=fact, now=now, fields=("checked_on", "due_on"))
    return fact


@transaction.atomic(durable=True)
def replace_value(*, fact_id: int, values: Mapping[str, Any], actor: User, now: datetime) -> DatedFact:
    """Let a new value follow: the old one ends on the day before, pages show the new one from its day on.

    Raises CannotBeFollowed, and then nothing is changed.
    """
    old = _locked(fact_id)
    others = DatedFact.objects.filter(key=old.key).exclude(pk=old.pk)
    decision = may_be_followed(old, values["valid_from"], others=others)
    if not decision.allowed:
        raise CannotBeFollowed(decision.reason)
    old.valid_until = last_day(old, values["valid_from"])
    old.save(update_fields=["valid_until"])
    new = _new({"name": old.name} | dict(values), key=old.key, actor=actor, now=now)
    new.save()
    old.superseded_by = new
    old.save(update_fields=["superseded_by"])
    clear_public_pages_in_transaction()
    chain.record("facts.replaced", actor=actor, subject=new, now=now, fields=("value",))
    return new


def _locked(fact_id: int) -> DatedFact:
    """Return a figure under a lock. Raises RecordIsGone."""
    found = DatedFact.objects.select_for_update().filter(pk=fact_id).first()
    if found is None:
        raise RecordIsGone
    return found


def _new(values: Mapping[str, Any], *, key: str, actor: User, now: datetime) -> DatedFact:
    written = {name: values[name] for name in (*WRITTEN, "valid_from") if name in values}
    fact = DatedFact(key=key, **written)
    _check(fact, actor=actor, now=now)
    return fact


def _check(fact: DatedFact, *, actor: User, now: datetime) -> None:
    fact.checked_on, fact.checked_by = timezone.localdate(now), actor
    fact.due_on = next_check(fact.checked_on, days=limit(CHECK_HOLDS, on=fact.checked_on))
