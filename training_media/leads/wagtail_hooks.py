"""The room's place in the admin: its addresses, and its word in the menu."""

from django.urls import URLPattern, URLResolver, include, path, reverse_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from . import desk_urls
from .access import lead_desk


@hooks.register("register_admin_urls")
def admin_urls() -> list[URLPattern | URLResolver]:
    return [path("videos/leads/", include(desk_urls))]


@hooks.register("register_admin_menu_item")
def leads_menu_item() -> MenuItem:
    address = reverse_lazy("lead_desk:leads")
    return lead_desk.menu_item("話を聞きたい", address, name="leads", icon_name="comment", order=19)
