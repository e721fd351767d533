"""The room's word in the menu of the admin."""

from django.urls import reverse_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from .access import figures_door


@hooks.register("register_agencies_menu_item")
def reach_menu_item() -> MenuItem:
    address = reverse_lazy("reach:reach")
    return figures_door.menu_item("圏域ごとの届きぐあい", address, name="reach", icon_name="table", order=80)
