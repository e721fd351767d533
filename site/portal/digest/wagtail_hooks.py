"""The digest's place in the admin, beside the outbox."""

from django.urls import URLPattern, URLResolver, include, path, reverse_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from . import desk_urls
from .access import digest_door


@hooks.register("register_admin_urls")
def admin_urls() -> list[URLPattern | URLResolver]:
    return [path("news/mail/", include(desk_urls))]


@hooks.register("register_settings_menu_item")
def digest_menu_item() -> MenuItem:
    address = reverse_lazy("digest_admin:overview")
    return digest_door.menu_item("お知らせのメール", address, name="digest", icon_name="mail", order=21)
