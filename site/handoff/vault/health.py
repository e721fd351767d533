"""Whether keys can be read and made now, as `/readyz` asks."""

from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from foundation.health import has_room

from .start import refuse_unusable_keys


def keys_open() -> bool:
    """Return whether the keys open their store, and its disk has room for another one."""
    try:
        refuse_unusable_keys()
    except ImproperlyConfigured:
        return False
    return has_room(Path(settings.KEY_STORE))
