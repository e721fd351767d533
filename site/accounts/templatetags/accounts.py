"""Components of the sign-in screens: `{% load accounts %}`."""

import json
from itertools import batched
from typing import Any

from django import template
from django.core.serializers.json import DjangoJSONEncoder

register = template.Library()

# The first word found names it: Edge calls itself Chrome as well, and Chrome Safari.
BROWSERS = (
    ("Edg", "Edge"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS", "Mac"),
    ("CrOS", "Chromebook"),
    ("Linux", "Linux"),
)


@register.filter
def device(user_agent: str) -> str:
    """Give what a person calls the device that a session was opened on, such as 「iPhone の Safari」."""
    system = next((name for word, name in SYSTEMS if word in user_agent), "")
    browser = next((name for word, name in BROWSERS if word in user_agent), "")
    return " の ".join(filter(None, (system, browser))) or "わからない端末"


@register.filter
def in_fours(code: str) -> str:
    """Give a long code in groups of four, as people read it out."""
    return " ".join("".join(four) for four in batched(code, 4, strict=False))


@register.inclusion_tag("accounts/passkey_button.html")
def passkey_button(
    *,
    does: str,
    words: str,
    credential: str,
    passwordless: str = "",
    options: Any = None,
    second: bool = False,
) -> dict[str, Any]:
    """Show the button that starts a form of allauth's passkey script; its part of the page waits for it."""
    encoded = json.dumps(options, cls=DjangoJSONEncoder) if options else ""
    return {
        "does": does,
        "words": words,
        "credential": credential,
        "passwordless": passwordless,
        "options": encoded,
        "second": second,
    }


@register.inclusion_tag("accounts/passkey_scripts.html")
def passkey_scripts() -> dict[str, str]:
    """Link the scripts of passkeys: external files, as the content security policy wants them."""
    return {}
