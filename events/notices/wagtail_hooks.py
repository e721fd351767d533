"""The room's place in the admin: its addresses, and its word in the menu."""

from django.urls import URLPattern, URLResolver, include, path, reverse_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from . import desk_urls
from .access import notices_desk


@hooks.register("register_admin_urls")
def admin_urls() -> list[URLPattern | URLResolver]:
    return [path("", include(desk_urls))]


@hooks.register("register_admin_menu_item")
def notices_menu_item() -> MenuItem:
    address = reverse_lazy("notices_desk:notices")
    return notices_desk.menu_item("案内", address, name="notices", icon_name="mail", order=23)
