from typing import Any

from django.core.checks import CheckMessage, Error, Tags, register

from . import sealing


@register(Tags.security)
def contact_key_is_there(**_: Any) -> list[CheckMessage]:
    """Say it when the contact form stays closed because there is no key to seal messages with."""
    if sealing.is_ready():
        return []
    hint = "Give 32 random bytes in URL-safe base64. Without it the form asks people to phone."
    return [Error("PUBLIC_CONTACT_KEY is missing or no key.", hint=hint, id="contact_desk.E001")]
