"""The directory's place in the admin: its desks below one word of the menu, colleagues in the settings."""

from typing import Any

from django.urls import URLPattern, URLResolver, include, path, reverse_lazy
from wagtail import hooks
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem

from . import desk_urls
from .access import agency_desk, staff_desk
from .viewsets import area_viewset, condition_viewset, municipality_in_area_viewset, service_kind_viewset

# What is done with agencies; each room adds its own word by this hook.
agencies_menu = Menu(register_hook_name="register_agencies_menu_item")

VIEWSETS = [service_kind_viewset, condition_viewset, area_viewset, municipality_in_area_viewset]
hooks.register("register_admin_viewset", lambda: VIEWSETS)


@hooks.register("register_admin_urls")
def admin_urls() -> list[URLPattern | URLResolver]:
    return [path("", include(desk_urls))]


@hooks.register("register_admin_menu_item")
def agencies_menu_item() -> MenuItem:
    return SubmenuMenuItem("関係機関", agencies_menu, name="agencies", icon_name="group", order=30)


@hooks.register("register_agencies_menu_item")
def agency_list_menu_item() -> MenuItem:
    address = reverse_lazy("directory_desk:agencies")
    return agency_desk.menu_item("機関の一覧", address, name="agency-list", icon_name="group", order=10)


@hooks.register("register_agencies_menu_item")
def areas_menu_item() -> Any:
    return area_viewset.get_menu_item(order=51)


@hooks.register("register_agencies_menu_item")
def municipalities_in_areas_menu_item() -> Any:
    return municipality_in_area_viewset.get_menu_item(order=52)


# The words under which services are found stand beside the other lists of words.
@hooks.register("register_words_menu_item")
def service_kinds_menu_item() -> Any:
    return service_kind_viewset.get_menu_item(order=62)


@hooks.register("register_words_menu_item")
def conditions_menu_item() -> Any:
    return condition_viewset.get_menu_item(order=63)


@hooks.register("register_settings_menu_item")
def staff_menu_item() -> MenuItem:
    address = reverse_lazy("directory_desk:staff")
    return staff_desk.menu_item("職員", address, name="staff", icon_name="user", order=20)
