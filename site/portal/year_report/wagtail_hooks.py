"""The desk's place in the admin: its addresses and its word in the menu."""

from django.urls import URLPattern, URLResolver, include, path, reverse_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from . import desk_urls
from .access import report_desk


@hooks.register("register_admin_urls")
def admin_urls() -> list[URLPattern | URLResolver]:
    return [path("", include(desk_urls))]


@hooks.register("register_words_menu_item")
def words_menu_item() -> MenuItem:
    address = reverse_lazy("year_report_desk:list")
    return report_desk.menu_item("1年の報告", address, name="year-report", icon_name="doc-full", order=12)
