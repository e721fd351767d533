"""The event desk's place in the admin: addresses, and two words in the menu."""

from django.urls import URLPattern, URLResolver, include, path, reverse_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from . import desk_urls
from .access import event_desk


@hooks.register("register_admin_urls")
def admin_urls() -> list[URLPattern | URLResolver]:
    return [path("", include(desk_urls))]


@hooks.register("register_admin_menu_item")
def events_menu_item() -> MenuItem:
    address = reverse_lazy("event_desk:list")
    return event_desk.menu_item("研修・行事", address, name="events", icon_name="calendar-alt", order=10)


@hooks.register("register_admin_menu_item")
def applications_menu_item() -> MenuItem:
    address = reverse_lazy("event_desk:applications")
    return event_desk.menu_item("申込", address, name="applications", icon_name="form", order=20)
