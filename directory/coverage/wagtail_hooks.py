"""The room's place in the admin: its addresses and its word in the menu."""

from django.urls import URLPattern, URLResolver, include, path, reverse_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from . import desk_urls
from .access import registers_desk


@hooks.register("register_admin_urls")
def admin_urls() -> list[URLPattern | URLResolver]:
    return [path("", include(desk_urls))]


@hooks.register("register_agencies_menu_item")
def coverage_menu_item() -> MenuItem:
    address = reverse_lazy("coverage_desk:windows")
    return registers_desk.menu_item("地域の受け持ち", address, name="coverage", icon_name="site", order=50)
