from typing import Any

from django.urls import URLPattern, path
from wagtail import hooks

from .views import desk
from .viewsets import addition_viewset, price_viewset

PLACE = "reward-additions-to-check/"


@hooks.register("register_admin_viewset")
def viewsets() -> list[object]:
    return [addition_viewset, price_viewset]


@hooks.register("register_admin_urls")
def admin_urls() -> list[URLPattern]:
    return [
        path(PLACE, desk.due, name="reward_additions_to_check"),
        path(f"{PLACE}<int:pk>/confirm/", desk.confirm_addition, name="reward_additions_confirm"),
        path(f"{PLACE}<int:pk>/same/", desk.tell_same_addition, name="reward_additions_same"),
        path(f"{PLACE}prices/<int:pk>/same/", desk.tell_same_price, name="reward_additions_same_price"),
        path(f"{PLACE}<int:pk>/next/", desk.next_addition, name="reward_additions_next"),
        path(f"{PLACE}prices/<int:pk>/confirm/", desk.confirm_price, name="reward_additions_confirm_price"),
        path(f"{PLACE}prices/<int:pk>/next/", desk.next_price, name="reward_additions_next_price"),
    ]


@hooks.register("register_words_menu_item")
def additions_menu_item() -> Any:
    return addition_viewset.get_menu_item(order=22)


@hooks.register("register_words_menu_item")
def prices_menu_item() -> Any:
    return price_viewset.get_menu_item(order=23)
