"""The room's place in the admin: its addresses, and its word in the menu."""

from django.urls import URLPattern, URLResolver, include, path, reverse_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from . import desk_urls
from .access import path_desk


@hooks.register("register_admin_urls")
def admin_urls() -> list[URLPattern | URLResolver]:
    return [path("videos/paths/", include(desk_urls))]


@hooks.register("register_admin_menu_item")
def paths_menu_item() -> MenuItem:
    address = reverse_lazy("path_desk:paths")
    return path_desk.menu_item("はじめての道すじ", address, name="paths", icon_name="list-ol", order=16)
