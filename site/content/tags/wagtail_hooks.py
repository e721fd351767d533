from typing import Any

from django.urls import URLPattern, path
from wagtail import hooks

from . import views
from .viewsets import TagViewSet, tag_viewset


@hooks.register("register_admin_viewset")
def tags() -> TagViewSet:
    return tag_viewset


@hooks.register("register_admin_urls")
def merging_urls() -> list[URLPattern]:
    return [path("tags-merge/", views.merge, name="tags_merge")]


@hooks.register("register_words_menu_item")
def words_menu_item() -> Any:
    return tag_viewset.get_menu_item(order=40)
