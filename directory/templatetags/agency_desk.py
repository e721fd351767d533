from typing import Any

from django import template
from django.http import HttpRequest
from django.urls import reverse

from accounts.access import has_role
from directory.agency_tabs import agency_tabs
from directory.models import Agency

register = template.Library()


@register.inclusion_tag("directory/desk/tabs.html")
def agency_rooms(*, request: HttpRequest, agency: Agency) -> dict[str, Any]:
    """Show the tabs of an agency's pages at the desk that this reader may open, the present one marked."""
    own = ("登録と人", reverse("directory_desk:agency", args=[agency.public_id]))
    others = (
        (tab.word, reverse(tab.address_name, args=[agency.public_id]))
        for tab in agency_tabs
        if has_role(request.user, tab.door.roles)
    )
    return {"agency": agency, "tabs": [own, *others], "here": request.path}
