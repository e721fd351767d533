"""Rounds' place in the admin: below the register."""

from django.urls import URLPattern, URLResolver, include, path
from wagtail import hooks

from . import desk_urls


@hooks.register("register_admin_urls")
def admin_urls() -> list[URLPattern | URLResolver]:
    return [path("activities/rounds/", include(desk_urls))]
