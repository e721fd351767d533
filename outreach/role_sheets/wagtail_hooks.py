"""The app's place in the admin: its addresses, and its word in the menu."""

from django.urls import URLPattern, URLResolver, include, path, reverse_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from . import desk_urls
from .access import sheet_desk


@hooks.register("register_admin_urls")
def admin_urls() -> list[URLPattern | URLResolver]:
    return [path("role-sheets/", include(desk_urls))]


@hooks.register("register_admin_menu_item")
def role_sheet_menu_item() -> MenuItem:
    address = reverse_lazy("role_sheets_desk:sheets")
    return sheet_desk.menu_item(
        "役割分担表・ガイド", address, name="role-sheets", icon_name="table", order=19
    )
