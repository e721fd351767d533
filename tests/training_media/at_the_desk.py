"""A real browser in which somebody has signed in."""

from django.conf import settings
from django.test import Client

from tests.factories.accounts import sign_in


def as_user(page, user, live_server):
    """Let this browser bear the session of somebody who has signed in."""
    cookie = sign_in(Client(), user).cookies[settings.SESSION_COOKIE_NAME]
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
    return page
