"""Who came in, who left, who failed to come in: a line of the log each, by number, never what was typed."""

import logging
from typing import Any

from allauth.account.internal.flows.login import get_authentication_records
from django.contrib.auth.models import AbstractBaseUser
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.http import HttpRequest

signing = logging.getLogger("handoff.signing")


def watch() -> None:
    """Let each coming, leaving and failing be logged from now on."""
    for signal, receiver in (
        (user_logged_in, came_in),
        (user_logged_out, left),
        (user_login_failed, failed),
    ):
        signal.connect(receiver, dispatch_uid=f"handoff.signing.{receiver.__name__}")


def came_in(*, request: HttpRequest | None, user: AbstractBaseUser, **_: Any) -> None:
    """Log by which ways an account was opened: password, app, passkey, recovery code."""
    records = get_authentication_records(request, user) if request is not None else []
    ways = sorted({str(record.get("type") or record["method"]) for record in records})
    signing.info("signed in account=%s by=%s", user.pk, ",".join(ways))


def left(*, user: AbstractBaseUser | None, **_: Any) -> None:
    """Log that an account was left."""
    if user is not None:
        signing.info("signed out account=%s", user.pk)


def failed(**_: Any) -> None:
    """Log that somebody was not let in; whose login it was stands nowhere."""
    signing.warning("sign-in failed")
