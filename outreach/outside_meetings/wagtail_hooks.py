"""The app's place in the admin: its addresses, and its words in the menu."""

from django.urls import URLPattern, URLResolver, include, path, reverse_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from . import desk_urls
from .access import outside_desk


@hooks.register("register_admin_urls")
def admin_urls() -> list[URLPattern | URLResolver]:
    return [path("outside-meetings/", include(desk_urls))]


@hooks.register("register_admin_menu_item")
def outside_menu_item() -> MenuItem:
    address = reverse_lazy("outside_desk:meetings")
    return outside_desk.menu_item("外の会議・受け入れ", address, name="outside", icon_name="site", order=18)
