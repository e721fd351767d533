"""What never stands in a log, and what is refused before it is read."""

import logging

import pytest
from django.conf import settings
from django.http import HttpResponse

from foundation.security import MOST_BYTES, MOST_BYTES_OF_A_STRANGER, BodyLimitMiddleware, NoKeysInLogs


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
    ("length", "cookies", "status"),
    [
        (str(MOST_BYTES_OF_A_STRANGER), {}, 200),
        (str(MOST_BYTES_OF_A_STRANGER + 1), {}, 413),
        (str(MOST_BYTES_OF_A_STRANGER + 1), {settings.SESSION_COOKIE_NAME: "x"}, 200),
        (str(MOST_BYTES + 1), {settings.SESSION_COOKIE_NAME: "x"}, 413),
        ("", {}, 200),
        ("many", {}, 200),
    ],
)
def test_a_body_that_is_too_large_is_refused_before_it_is_read(rf, length, cookies, status):
    request = rf.post("/")
    request.META["CONTENT_LENGTH"] = length
    request.COOKIES.update(cookies)
    assert BodyLimitMiddleware(lambda request: HttpResponse())(request).status_code == status
