"""見やすさの設定: kept in one cookie, written by the server on `<html>`, so that no script is needed."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.http import HttpRequest

VIEWING_COOKIE = "viewing"
# Each word is used once, so a cookie such as "dark-large" names its settings by itself.
VIEWING_CHOICES = {
    "theme": ("light", "dark"),
    "size": ("large", "xlarge"),
    "spacing": ("wide",),
    # Neither word means what the page does by itself.
    "furigana": ("furigana", "plain"),
}


def read_viewing(cookie: str) -> dict[str, str]:
    """Return the settings that a cookie's value names; unknown words mean nothing."""
    words = cookie.split("-")
    chosen = (
        (name, next((word for word in known if word in words), "")) for name, known in VIEWING_CHOICES.items()
    )
    return {name: word for name, word in chosen if word}


def write_viewing(settings: Mapping[str, str]) -> str:
    """Return the cookie's value for settings, always the same for the same ones: caches may go by it."""
    chosen = ((settings.get(name, ""), known) for name, known in VIEWING_CHOICES.items())
    return "-".join(word for word, known in chosen if word in known)


def viewing(request: HttpRequest) -> dict[str, Any]:
    """Give each template the reader's settings as `viewing`, and whether all of this is only a sample."""
    return {
        "viewing": read_viewing(request.COOKIES.get(VIEWING_COOKIE, "")),
        "sample_world": settings.DEMO,
        "sample_guide": settings.DEMO_GUIDE,
    }
