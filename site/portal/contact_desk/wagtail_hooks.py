"""The contact desk's place in the admin: its addresses and its word in the menu."""

from django.urls import URLPattern, URLResolver, include, path, reverse_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from . import desk_urls
from .access import contact_door


@hooks.register("register_admin_urls")
def admin_urls() -> list[URLPattern | URLResolver]:
    return [path("contact/", include(desk_urls))]


@hooks.register("register_admin_menu_item")
def contact_menu_item() -> MenuItem:
    address = reverse_lazy("contact_desk_admin:queue")
    return contact_door.menu_item("問い合わせ", address, name="contact", icon_name="comment", order=25)
