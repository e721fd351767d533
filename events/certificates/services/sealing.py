"""The picture of the seal is put in place and taken away: never without a trace."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from events.certificates import seals
from foundation.audit import chain


@transaction.atomic(durable=True)
def keep_seal(*, png: bytes, actor: User, now: datetime) -> None:
    """Let certificates bear this picture from now on; the audit names who did so, and no picture."""
    chain.record("certificates.seal_kept", actor=actor, subject=actor, now=now)
    # Last: a file does not go back with the transaction.
    seals.keep(png)


@transaction.atomic(durable=True)
def forget_seal(*, actor: User, now: datetime) -> bool:
    """Let certificates have a place for a stamp again. False where there is no picture."""
    had_one = bool(seals.seal_png())
    if had_one:
        chain.record("certificates.seal_forgotten", actor=actor, subject=actor, now=now)
        seals.forget()
    return had_one
