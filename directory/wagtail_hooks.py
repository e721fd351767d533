"""The directory's place in the admin: addresses, agencies in the menu, colleagues in the settings."""

from django.urls import URLPattern, URLResolver, include, path, reverse_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from . import desk_urls
from .access import agency_desk, staff_desk
from .viewsets import condition_viewset, service_kind_viewset

hooks.register("register_admin_viewset", lambda: service_kind_viewset)
hooks.register("register_admin_viewset", lambda: condition_viewset)


@hooks.register("register_admin_urls")
def admin_urls() -> list[URLPattern | URLResolver]:
    return [path("", include(desk_urls))]


@hooks.register("register_admin_menu_item")
def agencies_menu_item() -> MenuItem:
    address = reverse_lazy("directory_desk:agencies")
    return agency_desk.menu_item("関係機関", address, name="agencies", icon_name="group", order=30)


@hooks.register("register_settings_menu_item")
def staff_menu_item() -> MenuItem:
    address = reverse_lazy("directory_desk:staff")
    return staff_desk.menu_item("職員", address, name="staff", icon_name="user", order=20)
