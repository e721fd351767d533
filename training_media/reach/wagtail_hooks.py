"""The room's place in the admin: its addresses; the way in is from a campaign, a course or a card."""

from django.urls import URLPattern, URLResolver, include, path
from wagtail import hooks

from . import desk_urls


@hooks.register("register_admin_urls")
def admin_urls() -> list[URLPattern | URLResolver]:
    return [path("videos/", include(desk_urls))]
