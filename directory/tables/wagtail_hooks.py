"""The tables' place in the admin: their addresses and their word in the menu."""

from django.urls import URLPattern, URLResolver, include, path, reverse_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from directory.access import agency_desk

from . import desk_urls


@hooks.register("register_admin_urls")
def admin_urls() -> list[URLPattern | URLResolver]:
    return [path("", include(desk_urls))]


@hooks.register("register_agencies_menu_item")
def tables_menu_item() -> MenuItem:
    address = reverse_lazy("directory_tables_desk:tables")
    return agency_desk.menu_item("表の取り込み", address, name="tables", icon_name="table", order=65)
