from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from accounts.access import is_centre_staff

from .menu import site_frame


def portal(request: HttpRequest) -> dict[str, Any]:
    """Give each template of the public door what its frame needs; read only where a template asks."""
    return {
        "frame": SimpleLazyObject(site_frame),
        # By role, which is known already: asking for the permission itself would cost two queries a page.
        "works_at_the_centre": SimpleLazyObject(lambda: is_centre_staff(request.user)),
    }
