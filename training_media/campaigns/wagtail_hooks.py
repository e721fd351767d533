"""The room's place in the admin: its addresses, and its word in the menu."""

from django.urls import URLPattern, URLResolver, include, path, reverse_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from . import desk_urls
from .access import campaign_desk


@hooks.register("register_admin_urls")
def admin_urls() -> list[URLPattern | URLResolver]:
    return [path("videos/campaigns/", include(desk_urls))]


@hooks.register("register_admin_menu_item")
def campaigns_menu_item() -> MenuItem:
    address = reverse_lazy("campaign_desk:campaigns")
    return campaign_desk.menu_item("動画の視聴", address, name="campaigns", icon_name="group", order=18)
