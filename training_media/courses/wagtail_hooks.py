"""The video desk's place in the admin: its addresses and one word in the menu."""

from django.urls import URLPattern, URLResolver, include, path, reverse_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from . import desk_urls
from .access import video_desk


@hooks.register("register_admin_urls")
def admin_urls() -> list[URLPattern | URLResolver]:
    return [path("", include(desk_urls))]


@hooks.register("register_admin_menu_item")
def videos_menu_item() -> MenuItem:
    address = reverse_lazy("video_desk:list")
    return video_desk.menu_item("研修動画", address, name="videos", icon_name="media", order=17)
