"""What never stands in a log, and what is refused before it is read."""

import logging
import sys
from importlib import import_module

import pytest
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.http import HttpResponse
from django.test import Client

from foundation.security import (
    MOST_BYTES,
    MOST_BYTES_OF_A_STRANGER,
    BodyLimitMiddleware,
    NoKeysInLogs,
    without_keys,
)
from tests.foundation.secret_addresses import secret_addresses


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("/applications/sD3-x_9Q2aK1:Ab3dEf/change/", "/applications/…/change/"),
        ("/accounts/invitations/ABCD-EFGH-JKLM/", "/accounts/invitations/…/"),
        ("/accounts/password/reset/key/3-c0ffee-abc123/", "/accounts/password/reset/key/…/"),
        ("/accounts/invitations/accept/", "/accounts/invitations/accept/"),
        ("/events/r8-k05/apply/", "/events/r8-k05/apply/"),
    ],
)
def test_addresses_that_are_keys_are_shortened_in_every_line(address, shown):
    record = logging.LogRecord("django.request", logging.ERROR, "", 1, "%s: %s", ("Error", address), None)
    assert NoKeysInLogs().filter(record)
    assert record.getMessage() == f"Error: {shown}"


def test_every_handler_of_the_log_shortens_them():
    handlers = settings.LOGGING["handlers"].values()
    assert [handler["filters"] for handler in handlers] == [["keys"]]


@pytest.mark.parametrize(
    "secret", ["12.sD3xQ:Ab3dEf-hIjKlMnOpQrStUvWxYz0123456789_abcd", "sD3-x_9Q2aK1Ab3dEf"]
)
def test_every_address_that_is_a_key_is_shortened(secret):
    addresses = secret_addresses(secret)
    assert len(addresses) > 20
    assert [each for each in addresses if secret in without_keys(f"Forbidden: {each}")] == []


def test_an_address_that_ends_in_a_signature_is_shortened_wherever_it_stands():
    signature = "Ab3dEf-hIjKlMnOpQrStUvWxYz0123456789_abcdef"
    assert without_keys(f"GET /of/tomorrow/7:{signature}/x") == "GET /of/tomorrow/…/x"


class Lines(logging.Handler):
    def __init__(self):
        super().__init__()
        self.addFilter(NoKeysInLogs())
        self.lines = []

    def emit(self, record):
        self.lines.append(self.format(record))


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address",
    [
        "/participants/12.s3cr3t:s3cr3ts3cr3ts3cr3ts3cr3ts3cr3t/",
        "/calendars/s3cr3ts3cr3ts3cr3t.ics",
        "/lectures/requests/12:s3cr3ts3cr3ts3cr3ts3cr3t/cancel/",
    ],
)
def test_a_press_without_a_cookie_tells_the_log_no_secret(address):
    log, lines = logging.getLogger("django.security.csrf"), Lines()
    log.addHandler(lines)
    try:
        assert Client(enforce_csrf_checks=True).post(address).status_code == 403
    finally:
        log.removeHandler(lines)
    assert [("Forbidden" in line, "s3cr3t" in line) for line in lines.lines] == [(True, False)]


def test_what_was_raised_tells_no_secret_either():
    lines = Lines()
    try:
        int("/notices/stop/s3cr3ts3cr3t/")
    except ValueError:
        lines.handle(logging.LogRecord("x", logging.ERROR, "", 1, "Error", (), sys.exc_info()))
    assert [("ValueError" in line, "s3cr3t" in line) for line in lines.lines] == [(True, False)]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("size", "is_signed_in", "status"),
    [
        (MOST_BYTES_OF_A_STRANGER + 1, True, 200),
        (MOST_BYTES + 1, True, 413),
        (MOST_BYTES_OF_A_STRANGER + 1, False, 413),
    ],
)
def test_who_has_signed_in_may_send_more_and_a_session_alone_is_not_enough(rf, size, is_signed_in, status):
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session["seen"] = 1
    if is_signed_in:
        session[SESSION_KEY] = "1"
    session.create()
    request = rf.post("/")
    request.META["CONTENT_LENGTH"] = str(size)
    request.COOKIES[settings.SESSION_COOKIE_NAME] = session.session_key
    assert BodyLimitMiddleware(lambda request: HttpResponse())(request).status_code == status


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("length", "cookies", "status"),
    [
        (str(MOST_BYTES_OF_A_STRANGER), {}, 200),
        (str(MOST_BYTES_OF_A_STRANGER + 1), {}, 413),
        (str(MOST_BYTES_OF_A_STRANGER + 1), {settings.SESSION_COOKIE_NAME: "x" * 32}, 413),
        ("", {}, 200),
        ("many", {}, 200),
    ],
)
def test_a_body_that_is_too_large_is_refused_before_it_is_read(rf, length, cookies, status):
    request = rf.post("/")
    request.META["CONTENT_LENGTH"] = length
    request.COOKIES.update(cookies)
    assert BodyLimitMiddleware(lambda request: HttpResponse())(request).status_code == status
