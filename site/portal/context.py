from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from .menu import site_frame


def portal(request: HttpRequest) -> dict[str, Any]:
    """Give each template of the public door what its frame needs; read only where a template asks."""
    return {"frame": SimpleLazyObject(site_frame)}
