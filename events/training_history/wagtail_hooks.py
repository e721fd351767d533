"""The room's place in the admin: its addresses and its word in the menu of agencies."""

from django.urls import URLPattern, URLResolver, include, path, reverse_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from . import desk_urls
from .access import history_desk


@hooks.register("register_admin_urls")
def admin_urls() -> list[URLPattern | URLResolver]:
    return [path("", include(desk_urls))]


@hooks.register("register_agencies_menu_item")
def history_menu_item() -> MenuItem:
    address = reverse_lazy("history_desk:search")
    return history_desk.menu_item("受講履歴", address, name="history", icon_name="history", order=60)
