"""Every address of a door that is a key: whoever reads it could open what lies behind it."""

import re

from django.urls import get_resolver

# What a key is called in our routes and in those of the library for accounts.
KEYS = re.compile(r"<str:(?:token|code)>|\(\?P<uidb36>[^)]*\)-\(\?P<key>[^)]*\)")
PARAMETER = re.compile(r"<(?:\w+:)?\w+>|\(\?P<")
IS_NUMBER = re.compile(r"<int:\w+>")


def routes(patterns=None, before="/"):
    """Return the routes of this door, whole."""
    for each in get_resolver().url_patterns if patterns is None else patterns:
        route = before + str(each.pattern)
        if hasattr(each, "url_patterns"):
            yield from routes(each.url_patterns, route)
        else:
            yield route


def secret_addresses(secret):
    """Return every address that is a key, with this one in it."""
    found = [route for route in routes() if KEYS.search(route)]
    return [KEYS.sub(lambda _: secret, route).replace("/^", "/").removesuffix("$") for route in found]


def other_parameters():
    """Return the routes that say something else than a number or a key."""
    rest = ((route, IS_NUMBER.sub("", KEYS.sub("", route))) for route in routes())
    return [route for route, left in rest if PARAMETER.search(left)]
