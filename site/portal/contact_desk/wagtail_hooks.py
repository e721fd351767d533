"""The contact desk's place in the admin: its addresses, and its rows on the start page."""

from django.urls import URLPattern, URLResolver, include, path
from wagtail import hooks

from foundation.registry import home_panels

from . import desk_urls
from .panels import contact_rows

home_panels.register("contact_desk", contact_rows)


@hooks.register("register_admin_urls")
def admin_urls() -> list[URLPattern | URLResolver]:
    return [path("contact/", include(desk_urls))]
