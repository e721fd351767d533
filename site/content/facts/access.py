"""Who may edit figures: the centre's staff and its manager."""

from accounts.enums import PublicRole
from content.desk import Door

KEEPERS = frozenset({PublicRole.STAFF, PublicRole.MANAGER})
door = Door(KEEPERS)
PERMISSIONS: dict[str, tuple[str, ...]] = dict.fromkeys(
    KEEPERS, ("facts.view_datedfact", "facts.add_datedfact", "facts.change_datedfact")
)
