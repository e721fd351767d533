"""The room's place in the admin: its addresses and its word in the menu."""

from django.urls import URLPattern, URLResolver, include, path, reverse_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from . import desk_urls
from .access import consultation_door


@hooks.register("register_admin_urls")
def admin_urls() -> list[URLPattern | URLResolver]:
    return [path("consultations/", include(desk_urls))]


@hooks.register("register_admin_menu_item")
def consultations_menu_item() -> MenuItem:
    address = reverse_lazy("consultations_admin:list")
    return consultation_door.menu_item(
        "相談の記録", address, name="consultations", icon_name="clipboard-list", order=26
    )
