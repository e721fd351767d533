"""The room's place in the admin: its addresses."""

from django.urls import URLPattern, URLResolver, include, path
from wagtail import hooks

from . import desk_urls


@hooks.register("register_admin_urls")
def admin_urls() -> list[URLPattern | URLResolver]:
    return [path("form-library/", include(desk_urls))]
