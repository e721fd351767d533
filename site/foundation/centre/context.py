from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from .queries import current_centre
from .rules import open_state


def centre(request: HttpRequest) -> dict[str, Any]:
    """Give each template the centre and whether it is open now; read only where a template asks."""
    profile = SimpleLazyObject(current_centre)
    state = SimpleLazyObject(lambda: open_state(profile.hours, timezone.localtime()))
    return {"centre": profile, "centre_open": state}
