from enum import StrEnum

from accounts.enums import PublicRole

LOOKING_ROLES = frozenset({PublicRole.STAFF, PublicRole.MANAGER})
SETTING_ROLES = frozenset({PublicRole.MANAGER})


class Phase(StrEnum):
    """How a value of a limit stands today."""

    COMING = "これから"
    COUNTING = "いまの値"
    OVER = "前の値"
