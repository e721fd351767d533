"""The intake's place in the admin: its addresses, and its word in the menu."""

from django.urls import URLPattern, URLResolver, include, path, reverse_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from . import desk_urls
from .access import intake_desk


@hooks.register("register_admin_urls")
def admin_urls() -> list[URLPattern | URLResolver]:
    return [path("", include(desk_urls))]


@hooks.register("register_admin_menu_item")
def recordings_menu_item() -> MenuItem:
    address = reverse_lazy("intake_desk:list")
    return intake_desk.menu_item("動画のファイル", address, name="recordings", icon_name="media", order=19)
