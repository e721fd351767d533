"""Verbs of additions and prices. Whoever writes does not confirm: what was written waits for the manager."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from content.search.services import index_in_transaction
from content.services import RecordIsGone, store_in_transaction
from foundation.audit import chain
from foundation.limits.queries import limit
from foundation.public_pages import clear_public_pages_in_transaction
from foundation.transactions import assert_in_transaction

from .limits import CHECK_HOLDS
from .models import NOT_OF_THE_SOURCE, Addition, UnitPrice
from .rules import last_day_before, may_be_followed, next_check
from .search import SOURCE

UNCHECKED: dict[str, None] = {"reviewed_on": None, "review_due_on": None, "same_on": None}


class CannotBeFollowed(Exception):
    """The new value does not fit behind the old one; the message says why, in the words of the screen."""


class CorrectedMeanwhile(Exception):
    """The row no longer says what its reader saw."""

    def __init__(self) -> None:
        super().__init__(
            "この画面を開いたあとで、内容が直されました。まだ確かめたことにしていません。"
            "いまの内容を出典と見くらべて、もう一度押してください。"
        )


class NameIsTaken(Exception):
    """Another addition of the same service bears the name."""

    def __init__(self) -> None:
        super().__init__("このサービスには、その名前の加算がもうあります。")


@transaction.atomic(durable=True)
def keep_row[Row: (Addition, UnitPrice)](
    *, kind: type[Row], values: Mapping[str, Any], actor: User, now: datetime
) -> Row:
    """Keep the first value of something; nobody has confirmed it yet."""
    return keep_in_transaction(kind(), values, verb="added", actor=actor, now=now)


@transaction.atomic(durable=True)
def change_row[Row: (Addition, UnitPrice)](
    *, row: Row, values: Mapping[str, Any], actor: User, now: datetime
) -> Row:
    """Correct what was written down wrongly; what its source says has to be confirmed anew.

    A new name goes to all values of that addition, and to what is added to it. Raises NameIsTaken where
    another addition of the service bears it, and RecordIsGone.
    """
    stored = _locked(row)
    if isinstance(stored, Addition) and values.get("name", stored.name) != stored.name:
        _rename(stored, values["name"])
    is_of_the_source = not NOT_OF_THE_SOURCE.issuperset(values)
    unchecked = UNCHECKED if is_of_the_source else {}
    return keep_in_transaction(row, dict(values) | unchecked, verb="changed", actor=actor, now=now)


@transaction.atomic(durable=True)
def confirm_row[Row: (Addition, UnitPrice)](*, row: Row, seen: str, actor: User, now: datetime) -> Row:
    """Say that the source was looked at and the value holds; it is due again when the check is over.

    `seen` is the mark of what was looked at. Raises CorrectedMeanwhile when the row says something else by
    now, and then nobody has confirmed it; RecordIsGone.
    """
    if _locked(row).mark != seen:
        raise CorrectedMeanwhile
    today = timezone.localdate(now)
    due = next_check(today, days=limit(CHECK_HOLDS, on=today))
    values = {"reviewed_on": today, "review_due_on": due, "same_on": None}
    return keep_in_transaction(row, values, verb="confirmed", actor=actor, now=now)


@transaction.atomic(durable=True)
def tell_same_row[Row: (Addition, UnitPrice)](*, row: Row, seen: str, actor: User, now: datetime) -> Row:
    """Tell the manager that the source still says so; the row waits for the manager's own look.

    Raises CorrectedMeanwhile when the row says something else than what was looked at; RecordIsGone.
    """
    if _locked(row).mark != seen:
        raise CorrectedMeanwhile
    values = {"same_on": timezone.localdate(now)}
    return keep_in_transaction(row, values, verb="told_same", actor=actor, now=now)


@transaction.atomic(durable=True)
def follow_row[Row: (Addition, UnitPrice)](
    *, row: Row, values: Mapping[str, Any], actor: User, now: datetime
) -> Row:
    """Let a new value follow: the old one ends on the day before. Service and name stay as they are.

    Raises CannotBeFollowed, and then nothing is changed; RecordIsGone.
    """
    old = _locked(row)
    kind, same = type(old), same_thing(old)
    others = kind.objects.filter(**same).exclude(pk=old.pk)
    decision = may_be_followed(old, values["valid_from"], others=others)
    if not decision.allowed:
        raise CannotBeFollowed(decision.reason)
    old.valid_until = last_day_before(old, values["valid_from"])
    old.save(update_fields=["valid_until"])
    return keep_in_transaction(kind(), dict(values) | same, verb="followed", actor=actor, now=now)


def same_thing(row: Addition | UnitPrice) -> dict[str, str]:
    """Return by what all values of the same thing are known."""
    return {"service": row.service} | ({"name": row.name} if isinstance(row, Addition) else {})


def keep_in_transaction[Row: (Addition, UnitPrice)](
    row: Row, values: Mapping[str, Any], *, verb: str, actor: User, now: datetime
) -> Row:
    """Store a row, let public pages be made anew, and write it into the audit chain."""
    assert_in_transaction("reward_additions.keep")
    stored, changed = store_in_transaction(row, values)
    if isinstance(stored, Addition):
        index_in_transaction(SOURCE, [stored.service])
    clear_public_pages_in_transaction()
    chain.record(f"reward_additions.{verb}", actor=actor, subject=stored, now=now, fields=changed)
    return stored


def _rename(row: Addition, name: str) -> None:
    """Give the other values of an addition its new name, and what is added to it as well."""
    same = Addition.objects.filter(service=row.service)
    if same.filter(name=name).exists():
        raise NameIsTaken
    same.filter(name=row.name).exclude(pk=row.pk).update(name=name)
    same.filter(added_to=row.name).update(added_to=name)


def _locked[Row: (Addition, UnitPrice)](row: Row) -> Row:
    found = type(row).objects.select_for_update().filter(pk=row.pk).first()
    if found is None:
        raise RecordIsGone
    return found
