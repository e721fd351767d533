"""The desk's place in the admin: its addresses and its word in the menu."""

from django.urls import URLPattern, URLResolver, include, path, reverse_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from . import desk_urls
from .access import figures_desk


@hooks.register("register_admin_urls")
def admin_urls() -> list[URLPattern | URLResolver]:
    return [path("", include(desk_urls))]


@hooks.register("register_words_menu_item")
def words_menu_item() -> MenuItem:
    address = reverse_lazy("figures_desk:list")
    return figures_desk.menu_item("数字で見るセンター", address, name="figures", icon_name="view", order=10)
