"""Verbs of secret addresses: make one anew, end it."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from directory.models import Agency
from directory.tokens import hash_token, new_token
from foundation.audit import chain

from .enums import FeedKind
from .models import FeedKey


@transaction.atomic(durable=True)
def make_address(*, kind: FeedKind, agency: Agency | None, actor: User, now: datetime) -> str:
    """Give a person a new address and end the one before; returns the key, which is shown once."""
    User.objects.select_for_update(no_key=True).get(pk=actor.pk)
    _end(kind, agency, actor, now=now)
    token = new_token()
    key = FeedKey.objects.create(
        kind=kind, user=actor, agency=agency, key_hash=hash_token(token), made_at=now
    )
    chain.record("events.feed_made", actor=actor, subject=key, now=now, fields=[kind])
    return token


@transaction.atomic(durable=True)
def end_address(*, kind: FeedKind, agency: Agency | None, actor: User, now: datetime) -> bool:
    """End a person's address; calendars that follow it find nothing. False where there is none."""
    ended = _end(kind, agency, actor, now=now)
    if ended is not None:
        chain.record("events.feed_ended", actor=actor, subject=ended, now=now, fields=[kind])
    return ended is not None


def _end(kind: FeedKind, agency: Agency | None, actor: User, *, now: datetime) -> FeedKey | None:
    keys = FeedKey.objects.filter(user=actor, kind=kind, agency=agency, ended_at__isnull=True)
    key = keys.select_for_update().first()
    if key is not None:
        key.ended_at = now
        key.save(update_fields=["ended_at"])
    return key
