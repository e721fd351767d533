"""The register's place in the admin: its addresses, and its word in the menu."""

from django.urls import URLPattern, URLResolver, include, path, reverse_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from . import desk_urls
from .access import activity_desk


@hooks.register("register_admin_urls")
def admin_urls() -> list[URLPattern | URLResolver]:
    return [path("activities/", include(desk_urls))]


@hooks.register("register_admin_menu_item")
def activities_menu_item() -> MenuItem:
    address = reverse_lazy("activity_desk:register")
    return activity_desk.menu_item("活動・実績", address, name="activities", icon_name="tasks", order=17)
