"""Who confirms readings and keeps the dictionary, and what waits for them."""

from django.http import HttpRequest
from django.urls import reverse

from accounts.access import has_role
from accounts.enums import PublicRole
from content.desk import Door
from content.start_page import Row, Todo

from .queries import waiting_count

CONFIRMERS = frozenset({PublicRole.STAFF, PublicRole.MANAGER})
readings_desk = Door(CONFIRMERS)
_WORDS = tuple(f"furigana.{verb}_dictionaryword" for verb in ("add", "change", "delete", "view"))
PERMISSIONS: dict[str, tuple[str, ...]] = dict.fromkeys(CONFIRMERS, _WORDS)


def readings_on_the_desk(request: HttpRequest) -> list[Row]:
    """Return how many sentences of the public site have no confirmed reading, for the start page."""
    if not has_role(request.user, CONFIRMERS):
        return []
    note = "確かめた文にだけ、ふりがなが付きます"
    return [
        Todo(waiting_count(), "ふりがなを確かめる", reverse("furigana_places"), note, unit="文", is_late=True)
    ]
