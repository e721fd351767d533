"""The app's place in the admin: its addresses, and its word in the menu."""

from django.urls import URLPattern, URLResolver, include, path, reverse_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from . import desk_urls
from .access import group_desk


@hooks.register("register_admin_urls")
def admin_urls() -> list[URLPattern | URLResolver]:
    return [path("groups/", include(desk_urls))]


@hooks.register("register_admin_menu_item")
def groups_menu_item() -> MenuItem:
    address = reverse_lazy("group_desk:communities")
    return group_desk.menu_item("会・委員会", address, name="groups", icon_name="group", order=17)
