"""Who keeps the words of the search."""

from accounts.enums import PublicRole
from content.desk import Door

search_desk = Door((PublicRole.STAFF, PublicRole.MANAGER))
