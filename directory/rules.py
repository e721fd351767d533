"""What has become of an invitation."""

from datetime import datetime

from .enums import InvitationState


def invitation_state(*, expires_at: datetime, used_at: datetime | None, now: datetime) -> InvitationState:
    """Return whether an invitation was used, is still open at `now`, or has expired."""
    if used_at is not None:
        return InvitationState.USED
    return InvitationState.SENT if now < expires_at else InvitationState.EXPIRED
