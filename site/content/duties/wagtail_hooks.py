from typing import Any

from wagtail import hooks

from .viewsets import DutyViewSet, duty_viewset


@hooks.register("register_admin_viewset")
def duties() -> DutyViewSet:
    return duty_viewset


@hooks.register("register_words_menu_item")
def words_menu_item() -> Any:
    return duty_viewset.get_menu_item(order=50)
