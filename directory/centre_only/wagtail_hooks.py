"""The room's place in the admin: its addresses and its word in the menu."""

from django.urls import URLPattern, URLResolver, include, path, reverse_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from . import desk_urls
from .access import reading_door


@hooks.register("register_admin_urls")
def admin_urls() -> list[URLPattern | URLResolver]:
    return [path("", include(desk_urls))]


@hooks.register("register_agencies_menu_item")
def contacts_menu_item() -> MenuItem:
    address = reverse_lazy("centre_only_desk:next_contacts")
    return reading_door.menu_item("やりとり", address, name="contacts", icon_name="comment", order=40)
