"""The room's place in the admin: its lists, and its screen of what is to be checked."""

from django.urls import URLPattern, URLResolver, include, path
from wagtail import hooks

from . import desk_urls
from .viewsets import viewsets


@hooks.register("register_admin_viewset")
def lists() -> list[object]:
    return list(viewsets)


@hooks.register("register_admin_urls")
def admin_urls() -> list[URLPattern | URLResolver]:
    return [path("procedures/", include(desk_urls))]
