"""Who may edit words: everybody who writes pages."""

from accounts.enums import PublicRole

WRITERS = frozenset({PublicRole.EDITOR, PublicRole.STAFF, PublicRole.MANAGER})
PERMISSIONS: dict[str, tuple[str, ...]] = dict.fromkeys(
    WRITERS, ("terms.view_term", "terms.add_term", "terms.change_term")
)
