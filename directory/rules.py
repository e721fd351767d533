"""What has become of an invitation, who may see what of an agency, what is heard and confirmed when."""

from collections.abc import Mapping
from datetime import date, datetime

from foundation.decision import YES, Decision

from .enums import FieldGroup, InvitationState, Level

# From everybody to the centre alone: a reader of a level sees it and all before it.
LEVELS = (Level.PUBLIC, Level.PARTNERS, Level.STAFF)
# As long as nothing else is agreed. The listing's own default comes with the kind of agency.
DEFAULT_LEVELS = {
    FieldGroup.CONTACT: Level.PUBLIC,
    FieldGroup.ADDRESS: Level.PUBLIC,
    FieldGroup.SERVICES: Level.PUBLIC,
    FieldGroup.PROFILE: Level.PUBLIC,
    FieldGroup.VACANCY: Level.PARTNERS,
    FieldGroup.CONDITIONS: Level.STAFF,
    FieldGroup.HOUSING: Level.STAFF,
    FieldGroup.ACCEPTANCE: Level.STAFF,
}


def invitation_state(*, expires_at: datetime, used_at: datetime | None, now: datetime) -> InvitationState:
    """Return whether an invitation was used, is still open at `now`, or has expired."""
    if used_at is not None:
        return InvitationState.USED
    return InvitationState.SENT if now < expires_at else InvitationState.EXPIRED


def levels_of(agreed: Mapping[str, str], *, kind_level: str) -> dict[FieldGroup, Level]:
    """Return the level of each group of fields: as agreed, else the default, never wider than the listing.

    What is hidden as a whole shows nothing of itself, whatever was agreed for its parts.
    """
    listing = Level(agreed.get(FieldGroup.LISTING, kind_level))
    wanted = {group: Level(agreed.get(group, default)) for group, default in DEFAULT_LEVELS.items()}
    return {FieldGroup.LISTING: listing} | {
        group: max(level, listing, key=LEVELS.index) for group, level in wanted.items()
    }


def may_see(reader: Level, level: Level) -> bool:
    """Return whether a reader of one level sees what is kept at another."""
    return LEVELS.index(level) <= LEVELS.index(reader)


def has_to_be_confirmed(confirmed_on: date | None, *, today: date, holds_days: int) -> bool:
    """Return whether nobody has confirmed something for so many days, or ever."""
    return confirmed_on is None or (today - confirmed_on).days >= holds_days


def may_have_heard_on(day: date, *, today: date) -> Decision:
    """Decide whether something may have been heard on this day."""
    return YES if day <= today else Decision(False, "聞いた日は、今日か、今日より前の日です。")
