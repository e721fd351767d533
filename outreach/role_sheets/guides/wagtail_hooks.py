"""The room's place in the admin: its lists, what is due, and its words in the menu."""

from typing import Any

from django.urls import URLPattern, path
from wagtail import hooks

from .views import desk
from .viewsets import guide_viewset, part_viewset, practice_viewset, question_viewset

IN_THE_MENU = {60: question_viewset, 61: guide_viewset, 62: practice_viewset}


@hooks.register("register_admin_viewset")
def viewsets() -> list[object]:
    return [question_viewset, guide_viewset, part_viewset, practice_viewset]


@hooks.register("register_admin_urls")
def admin_urls() -> list[URLPattern]:
    return [
        path("guides-to-check/", desk.to_check, name="guides_to_check"),
        path("guides-to-check/<slug:kind>/<int:pk>/", desk.confirmed, name="guides_confirm"),
        path("guide_questions/<int:pk>/new-answer/", desk.revise, name="guides_revise"),
    ]


def _menu_item(place: int) -> Any:
    return lambda: IN_THE_MENU[place].get_menu_item(order=place)


for _place in IN_THE_MENU:
    hooks.register("register_words_menu_item", _menu_item(_place))
