"""The place of the counts in the admin: their addresses and their word in the menu."""

from django.urls import URLPattern, URLResolver, include, path, reverse_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from . import desk_urls
from .access import library_door


@hooks.register("register_admin_urls")
def admin_urls() -> list[URLPattern | URLResolver]:
    return [path("downloads/", include(desk_urls))]


@hooks.register("register_words_menu_item")
def downloads_menu_item() -> MenuItem:
    address = reverse_lazy("downloads_admin:counts")
    return library_door.menu_item(
        "資料のダウンロード", address, name="downloads", icon_name="download", order=60
    )
