"""What never stands in a log of the private door: the same rule, walked over this door's own addresses."""

import logging
import re

import pytest
from django.conf import settings
from django.test import Client
from django.urls.converters import get_converters

from foundation.security import NoKeysInLogs, without_keys
from tests.foundation.secret_addresses import PARAMETER, other_parameters, secret_addresses

# A converter that takes one of some words and nothing else.
WORDS = r"[a-z_]+(\|[a-z_]+)*"


def test_every_handler_of_the_log_shortens_keys():
    assert [handler["filters"] for handler in settings.LOGGING["handlers"].values()] == [["keys"]]


@pytest.mark.parametrize("secret", ["ABCD-EFGH-JKLM-NPQR", "3-c0ffee-sD3xQAb3dEfhIjKlMnOpQrStUv"])
def test_every_address_that_is_a_key_is_shortened(secret):
    addresses = secret_addresses(secret)
    assert sorted(addresses) == [
        f"/accounts/invitations/{secret}/",
        f"/accounts/password/reset/key/{secret}/",
    ]
    assert [each for each in addresses if secret in without_keys(f"Forbidden: {each}")] == []


def test_an_address_here_says_numbers_and_keys_alone():
    """Besides: a number that is not to be guessed and opens nothing by itself, or a word from a list."""
    words = [name for name, each in get_converters().items() if re.fullmatch(WORDS, each.regex)]
    unguessable = re.compile(rf"<(?:uuid|month|{'|'.join(words)}):\w+>")
    assert [route for route in other_parameters() if PARAMETER.search(unguessable.sub("", route))] == []


@pytest.mark.django_db
def test_a_press_without_a_cookie_tells_the_log_no_secret():
    log, lines = logging.getLogger("django.security.csrf"), []
    handler = logging.Handler()
    handler.addFilter(NoKeysInLogs())
    handler.emit = lambda record: lines.append(handler.format(record))
    log.addHandler(handler)
    try:
        for address in secret_addresses("s3cr3t-s3cr3t-s3cr3t"):
            assert Client(enforce_csrf_checks=True).post(address).status_code == 403
    finally:
        log.removeHandler(handler)
    assert [("Forbidden" in line, "s3cr3t" in line) for line in lines] == [(True, False)] * 2
