from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, path, reverse, reverse_lazy
from wagtail import hooks
from wagtail.admin.widgets import Button

from accounts.access import has_role
from content.models import BasePage

from . import views
from .access import CONFIRMERS, readings_desk
from .viewsets import DictionaryViewSet, dictionary_viewset

READINGS_BUTTON_AT = 60


@hooks.register("register_admin_urls")
def admin_urls() -> list[URLPattern]:
    return [
        path("furigana/", views.places, name="furigana_places"),
        path("furigana/page/<int:pk>/", views.page_readings, name="furigana_page"),
        path("furigana/frame/", views.frame_readings, name="furigana_frame"),
    ]


@hooks.register("register_admin_viewset")
def dictionary() -> DictionaryViewSet:
    return dictionary_viewset


@hooks.register("register_page_header_buttons")
def readings_button(page: Any, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:  # noqa: ARG001 -- a hook
    """Lead from a page in the admin to its readings."""
    if page.pk and has_role(user, CONFIRMERS) and issubclass(page.specific_class, BasePage):
        address = reverse("furigana_page", args=[page.pk])
        yield Button("ふりがなを確かめる", address, icon_name="openquote", priority=READINGS_BUTTON_AT)


@hooks.register("register_words_menu_item")
def readings_menu_item() -> Any:
    address = reverse_lazy("furigana_places")
    return readings_desk.menu_item("ふりがな", address, name="furigana", icon_name="openquote", order=70)


@hooks.register("register_words_menu_item")
def dictionary_menu_item() -> Any:
    return dictionary_viewset.get_menu_item(order=71)
