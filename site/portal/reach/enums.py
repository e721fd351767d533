from accounts.enums import PublicRole

# Who reads the figures, and who reads the names of agencies as well.
FIGURES_ROLES = frozenset({PublicRole.STAFF, PublicRole.MANAGER, PublicRole.PREFECTURE})
NAMES_ROLES = frozenset({PublicRole.STAFF, PublicRole.MANAGER})
