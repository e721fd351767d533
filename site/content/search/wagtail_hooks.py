from typing import Any

from django.urls import URLPattern, URLResolver, include, path, reverse_lazy
from wagtail import hooks

from . import urls
from .access import search_desk
from .viewsets import SynonymViewSet, synonyms


@hooks.register("register_admin_viewset")
def synonym_viewset() -> SynonymViewSet:
    return synonyms


@hooks.register("register_admin_urls")
def admin_urls() -> list[URLPattern | URLResolver]:
    return [path("", include(urls))]


@hooks.register("register_words_menu_item")
def synonyms_menu_item() -> Any:
    return synonyms.get_menu_item(order=60)


@hooks.register("register_words_menu_item")
def lost_words_menu_item() -> Any:
    address = reverse_lazy("site_search:lost_words")
    return search_desk.menu_item(
        "見つからなかったことば", address, name="lost-words", icon_name="search", order=61
    )
