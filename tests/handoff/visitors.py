"""People at a running private door, each a thread with a browser of their own, until somebody says enough."""

import html
import http.client
import re
import threading
import urllib.parse

from django.conf import settings
from django.test import Client

from tests.factories.accounts import sign_in

HIDDEN = re.compile(r'<input[^>]*type="hidden"[^>]*>')
LONGEST_ANSWER_SECONDS = 60


class WrongAnswer(Exception):
    """The door answered something else than it should have."""


class Visitor(threading.Thread):
    """Somebody who does one thing again and again; `told` counts, `wrong` holds what was not as it should be.

    Made in the main thread: signing in writes to the database of the test.
    """

    def __init__(self, address, user, *, enough):
        super().__init__()
        client = sign_in(Client(), user)
        self.address, self.enough, self.told, self.wrong = address, enough, 0, []
        self.cookies = {settings.SESSION_COOKIE_NAME: client.cookies[settings.SESSION_COOKIE_NAME].value}

    def run(self):
        while not self.enough.is_set():
            try:
                self.visit(self.told)
            except Exception as error:  # noqa: BLE001 -- whatever goes wrong is what is asked
                self.wrong.append(repr(error)[:300])
            self.told += 1

    def visit(self, number):
        """Do it once more."""
        raise NotImplementedError

    def get(self, path, *, says=""):
        return self.asked("GET", path, says=says)

    def post(self, path, page, *, says="", **fields):
        """Send the form that stands on a page, with what somebody typed."""
        return self.asked("POST", path, hidden_fields(page) | fields, says=says)

    def asked(self, method, path, fields=None, *, says=""):
        """Return the page that was answered. Raises WrongAnswer for a fault, or where a word is missing."""
        link = http.client.HTTPConnection(
            self.address.removeprefix("http://"), timeout=LONGEST_ANSWER_SECONDS
        )
        headers = {
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
            "Origin": self.address,
            "Referer": f"{self.address}{path}",
        }
        if fields is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        link.request(method, path, urllib.parse.urlencode(fields or {}), headers)
        answer = link.getresponse()
        page = answer.read().decode()
        link.close()
        for cookie in answer.headers.get_all("Set-Cookie", []):
            name, value = cookie.split(";")[0].split("=", 1)
            self.cookies[name] = value
        if answer.status != (302 if method == "POST" and not says else 200) or says not in page:
            raise WrongAnswer(f"{method} {path}: {answer.status}, asked for {says!r}, {page[:100]!r}")
        return page


def hidden_fields(page):
    """Return what stands hidden in the forms of a page, by name."""
    found = {}
    for field in HIDDEN.findall(page):
        name, value = re.search(r'name="([^"]*)"', field), re.search(r'value="([^"]*)"', field)
        if name and value:
            found[name[1]] = html.unescape(value[1])
    return found
