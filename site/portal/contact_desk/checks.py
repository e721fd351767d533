from typing import Any

from django.core import checks

from . import sealing


@checks.register(checks.Tags.security)
def contact_key_is_there(**_: Any) -> list[checks.CheckMessage]:
    """Say it when the contact form stays closed because there is no key to seal messages with.

    A warning: a site without the form is whole, and an error would stop its worker and every command.
    """
    if sealing.is_ready():
        return []
    hint = "Give 32 random bytes in URL-safe base64. Without it the form asks people to phone."
    return [checks.Warning("PUBLIC_CONTACT_KEY is missing or no key.", hint=hint, id="contact_desk.W001")]
