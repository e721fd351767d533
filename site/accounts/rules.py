"""When a session ends, and what it owes before it may go on. Times are seconds since 1970."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any

RECOVERY_CODES = "recovery_codes"


@dataclass(frozen=True)
class SessionLimits:
    """How long a session may rest, and how long it may last however busy it is, in seconds."""

    idle: int
    longest: int


def why_session_ends(*, began: float, seen: float, now: float, limits: SessionLimits) -> str:
    """Return the sentence for a session that is over, or nothing while it may go on."""
    if now - began > limits.longest:
        return "ログインしてから長い時間がたったので、ログアウトしました。もう一度ログインしてください。"
    if now - seen > limits.idle:
        return "しばらく操作がなかったので、ログアウトしました。もう一度ログインしてください。"
    return ""


class Owed(Enum):
    """What a session has to do about the second factor before anything else."""

    NOTHING = auto()
    REGISTER = auto()
    SHOW = auto()


def owed_factor(*, demanded: bool, factors: Mapping[int, str], records: Iterable[Mapping[str, Any]]) -> Owed:
    """Return what is owed by a session with these authentication records.

    `factors` are the account's own, id to type. Whoever has registered one must show one, whatever their
    roles: a session that somebody opened with a stolen password before that stays outside. A record of a
    factor that was removed since, or of codes that were replaced, counts for nothing.
    """
    if all(kind == RECOVERY_CODES for kind in factors.values()):
        return Owed.REGISTER if demanded else Owed.NOTHING
    shown = (record for record in records if record.get("method") == "mfa")
    is_shown = any(record.get("id") in factors for record in shown)
    return Owed.NOTHING if is_shown else Owed.SHOW
