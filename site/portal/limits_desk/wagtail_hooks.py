"""The desk's place in the admin: its addresses, and a word among the settings."""

from django.urls import URLPattern, URLResolver, include, path, reverse_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from . import desk_urls
from .access import limits_door


@hooks.register("register_admin_urls")
def admin_urls() -> list[URLPattern | URLResolver]:
    return [path("limits/", include(desk_urls))]


@hooks.register("register_settings_menu_item")
def limits_menu_item() -> MenuItem:
    address = reverse_lazy("limits_desk_admin:list")
    return limits_door.menu_item("期限と保存期間", address, name="limits", icon_name="calendar-alt", order=35)
