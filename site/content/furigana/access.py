"""Who confirms readings and keeps the dictionary."""

from accounts.enums import PublicRole
from content.desk import Door

CONFIRMERS = frozenset({PublicRole.STAFF, PublicRole.MANAGER})
readings_desk = Door(CONFIRMERS)
_WORDS = tuple(f"furigana.{verb}_dictionaryword" for verb in ("add", "change", "delete", "view"))
PERMISSIONS: dict[str, tuple[str, ...]] = dict.fromkeys(CONFIRMERS, _WORDS)
