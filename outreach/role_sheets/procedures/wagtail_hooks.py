"""The room's place in the admin: its lists, its screen of what is to be checked, its word in the menu."""

from django.urls import URLPattern, URLResolver, include, path, reverse_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from . import desk_urls
from .access import procedures_desk
from .viewsets import viewsets


@hooks.register("register_admin_viewset")
def lists() -> list[object]:
    return list(viewsets)


@hooks.register("register_admin_urls")
def admin_urls() -> list[URLPattern | URLResolver]:
    return [path("procedures/", include(desk_urls))]


@hooks.register("register_admin_menu_item")
def procedures_menu_item() -> MenuItem:
    address = reverse_lazy("procedures_desk:to_check")
    return procedures_desk.menu_item(
        "手続き・手引き", address, name="procedures", icon_name="list-ul", order=20
    )
