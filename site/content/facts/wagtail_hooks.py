from typing import Any

from django.urls import URLPattern, path
from wagtail import hooks

from . import views
from .viewsets import fact_chooser_viewset, fact_viewset


@hooks.register("register_admin_viewset")
def viewsets() -> list[object]:
    return [fact_viewset, fact_chooser_viewset]


@hooks.register("register_admin_urls")
def admin_urls() -> list[URLPattern]:
    return [
        path("facts-to-check/", views.to_check, name="facts_to_check"),
        path("facts-to-check/export.xlsx", views.export, name="facts_export"),
        path("facts-to-check/<int:pk>/confirm/", views.confirm, name="facts_confirm"),
        path("facts-to-check/<int:pk>/new-value/", views.new_value, name="facts_new_value"),
    ]


@hooks.register("register_words_menu_item")
def words_menu_item() -> Any:
    return fact_viewset.get_menu_item(order=20)
