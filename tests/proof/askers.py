"""Asking the private door as somebody, with everything in the answer, and what one answer has in common."""

import json
import re
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from copy import copy
from dataclasses import dataclass, replace
from html.parser import HTMLParser

from django.core.signing import b64_decode
from django.db import connection, transaction
from django.test import Client

from tests.factories.accounts import sign_in

TOKEN = re.compile(rb'(name="csrfmiddlewaretoken" value=")[^"]+')
NONCE = re.compile(rb"""(nonce(?:-|="))[^"']+""")
FORM_KEY = re.compile(rb'(name="(?:form_)?key" value=")[^"]+')
# Tokens, moments, and the signature of a message to the person, whose words stay.
DRAWN_ANEW = re.compile(r"csrf=[^;]+|expires=[^;]+|(?<=:)[\w-]+:[\w-]{43}(?=[\";])")
UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
MESSAGES = re.compile(r'messages="?([\w.-]+):')


@dataclass(frozen=True)
class Answer:
    status: int
    headers: tuple[tuple[str, str], ...]
    cookies: str
    body: bytes
    queries: int

    @property
    def is_page(self) -> bool:
        return self.status == 200 and self.body.lstrip().startswith(b"<!doctype html>")

    @property
    def shape(self) -> "Answer":
        """Return the answer without the number and the message of what somebody made by it themselves."""
        headers = tuple((name, UUID.sub("ID", value)) for name, value in self.headers)
        return replace(self, headers=headers, cookies="", queries=0)

    @property
    def everything(self) -> bytes:
        """Return all that a browser was sent."""
        said = b"".join(unpacked(each) for each in MESSAGES.findall(self.cookies))
        return b"\n".join([repr(self.headers).encode(), self.cookies.encode(), said, self.body])

    def without(self, *ids: object) -> "Answer":
        """Return the answer without what is drawn anew for each page, and without what was asked for."""
        body, headers = self.body, self.headers
        for pattern in (TOKEN, NONCE, FORM_KEY):
            body = pattern.sub(rb"\1", body)
        for each in ids:
            # A short number stands in many places; as a number of a row only within an address.
            words = f"/{each}/" if isinstance(each, int) else str(each)
            body = body.replace(words.encode(), b"ID")
            headers = tuple((name, value.replace(words, "ID")) for name, value in headers)
        cookies = DRAWN_ANEW.sub("", self.cookies)
        length = str(len(self.body))
        headers = tuple(
            (name, "" if name == "Expires" or value == length else value) for name, value in headers
        )
        return Answer(self.status, headers, cookies, body, self.queries)


def unpacked(message: str) -> bytes:
    """Return what a cookie with messages says."""
    packed = b64_decode(message.lstrip(".").encode())
    words = zlib.decompress(packed) if message.startswith(".") else packed
    return json.dumps(json.loads(words), ensure_ascii=False).encode()


class Queries:
    def __init__(self) -> None:
        self.count = 0

    def __call__(self, execute, *args):
        self.count += 1
        return execute(*args)


class Asker:
    """Somebody with an open session. All share one handler, as browsers share one server."""

    handler = None

    def __init__(self, user) -> None:
        self.user, self.asked = user, 0
        self.client = Client(raise_request_exception=False)
        if Asker.handler is not None:
            self.client.handler = Asker.handler
        Asker.handler = self.client.handler
        self.enter()

    def enter(self) -> None:
        """Show password and factor again, as everything that weighs much asks for within minutes."""
        sign_in(self.client, self.user)

    def ask(self, method: str, address: str, data=None) -> Answer:
        """Ask as a browser would that was never here before, but holds the session."""
        held, counted = copy(self.client.cookies), Queries()
        with connection.execute_wrapper(counted):
            got = getattr(self.client, method)(address, data)
        body = b"".join(got.streaming_content) if got.streaming else got.content
        cookies = got.cookies.output()
        self.client.cookies = held
        self.asked += 1
        headers = tuple(sorted(got.headers.items()))
        return Answer(got.status_code, headers, cookies, body, counted.count)

    def try_out(self, method: str, address: str, data=None) -> Answer:
        """Ask, and take back whatever it did."""
        with taken_back():
            return self.ask(method, address, data)


@contextmanager
def taken_back() -> Iterator[None]:
    """Take back what the block wrote; not by `atomic`, within which no transaction of the door may begin."""
    mark = transaction.savepoint_create()
    try:
        yield
    finally:
        transaction.savepoint_rollback(mark)


class Fields(HTMLParser):
    """The fields of the forms of a page, with what they hold."""

    def __init__(self, page: bytes) -> None:
        super().__init__()
        self.found: dict[str, str] = {}
        self.inside = ""
        self.feed(page.decode())

    def handle_starttag(self, tag, attrs):
        held = dict(attrs)
        name = held.get("name") or ""
        if tag == "input" and name and name != "csrfmiddlewaretoken":
            is_choice = held.get("type") in ("radio", "checkbox")
            if not is_choice or "checked" in held or name not in self.found:
                self.found[name] = held.get("value") or ""
        elif tag in ("select", "textarea") and name:
            self.inside = name
            self.found.setdefault(name, "")
        elif tag == "option" and self.inside and ("selected" in held or not self.found[self.inside]):
            self.found[self.inside] = held.get("value") or ""

    def handle_endtag(self, tag):
        if tag in ("select", "textarea"):
            self.inside = ""

    def handle_data(self, data):
        if self.inside and not data.isspace() and self.lasttag == "textarea":
            self.found[self.inside] += data
