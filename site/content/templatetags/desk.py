from typing import Any

from django import template
from django.http import HttpRequest
from wagtail.admin.menu import Menu, admin_menu

register = template.Library()


@register.simple_tag
def desk_menu(request: HttpRequest) -> list[Any]:
    """Return every word of the admin's menu that leads somewhere for this reader, submenus laid out flat.

    Wagtail draws its menu by a script; without one the desk shows these.
    """
    return _leading_somewhere(admin_menu, request)


def _leading_somewhere(menu: Menu, request: HttpRequest) -> list[Any]:
    found: list[Any] = []
    for item in sorted(menu.menu_items_for_request(request), key=lambda item: item.order):
        below = getattr(item, "menu", None)
        found += [item] if below is None else _leading_somewhere(below, request)
    return found
