"""The paper desk's place in the admin: its addresses, and its words in the menu."""

from django.urls import URLPattern, URLResolver, include, path, reverse_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from . import desk_urls
from .access import paper_desk


@hooks.register("register_admin_urls")
def admin_urls() -> list[URLPattern | URLResolver]:
    return [path("paper/", include(desk_urls))]


@hooks.register("register_admin_menu_item")
def inbox_menu_item() -> MenuItem:
    address = reverse_lazy("paper_desk:inbox")
    return paper_desk.menu_item("受信トレイ", address, name="paper-in", icon_name="download", order=21)


@hooks.register("register_admin_menu_item")
def outbox_menu_item() -> MenuItem:
    address = reverse_lazy("paper_desk:outbox")
    return paper_desk.menu_item("送るもの", address, name="paper-out", icon_name="upload", order=22)
