"""The lecture desk's place in the admin: its addresses, and its word in the menu."""

from django.urls import URLPattern, URLResolver, include, path, reverse_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from . import desk_urls
from .access import lecture_desk


@hooks.register("register_admin_urls")
def admin_urls() -> list[URLPattern | URLResolver]:
    return [path("lectures/", include(desk_urls))]


@hooks.register("register_admin_menu_item")
def lectures_menu_item() -> MenuItem:
    address = reverse_lazy("lecture_desk:requests")
    return lecture_desk.menu_item("出前講座", address, name="lectures", icon_name="group", order=15)
