"""Whom a co-host may read of: whoever was told beforehand, and only for a while. Plain Python."""

from dataclasses import dataclass
from datetime import datetime, timedelta

# A form that was opened before the sharing was agreed may still be sent; nobody leaves one open for longer.
FORM_LIES_OPEN = timedelta(days=1)


@dataclass(frozen=True)
class Sharing:
    """What was agreed for one event: when, if at all, and whether people could apply already."""

    agreed_at: datetime | None
    had_opened: bool


def web_was_told(sharing: Sharing, sent_at: datetime) -> bool:
    """Return whether the form told of the sharing when this application was sent."""
    if sharing.agreed_at is None:
        return False
    told_from = sharing.agreed_at + FORM_LIES_OPEN if sharing.had_opened else sharing.agreed_at
    return sent_at >= told_from


def paper_was_told(sharing: Sharing, received_at: datetime) -> bool:
    """Return whether a paper or a call told of the sharing; a sheet printed before it may lie anywhere."""
    return sharing.agreed_at is not None and not sharing.had_opened and received_at >= sharing.agreed_at


def is_readable(ends_at: datetime, now: datetime, *, days: int) -> bool:
    """Return whether the roster of a date may still be read by a co-host, `days` after it is over."""
    return now <= ends_at + timedelta(days=days)
