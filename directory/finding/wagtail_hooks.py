"""How staff find agencies from the admin: a word in the menu, and a list beside what its search finds."""

from django.urls import reverse_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.search import SearchArea

from directory.access import agency_desk


@hooks.register("register_agencies_menu_item")
def search_menu_item() -> MenuItem:
    address = reverse_lazy("directory_finding:search")
    return agency_desk.menu_item(
        "公開のページでさがす", address, name="find-agencies", icon_name="search", order=5
    )


@hooks.register("register_admin_search_area")
def agencies_search_area() -> SearchArea:
    address = reverse_lazy("directory_desk:agencies")
    return agency_desk.search_area("関係機関", address, name="agencies", icon_name="group", order=150)
