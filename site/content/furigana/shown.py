"""What a reader would see: pages and screens rendered for nobody in particular, and the sentences on them."""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.db import SessionStore
from django.core.handlers.wsgi import WSGIRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import resolve
from django.views.defaults import page_not_found
from django_htmx.middleware import HtmxDetails
from wagtail.models import Page

from foundation.registry import Registry

from .markup import shown_sentences

# name -> the addresses of an app's public screens that are no editors' pages; their words are 画面のことば
system_screens: Registry[tuple[str, ...]] = Registry()
# The page that says there is none.
NOWHERE = "/ありません/"


def sentences_of_page(page: Page) -> list[str]:
    """Return the sentences with kanji of a page itself as it is now, draft or not."""
    request = nobody_asks(page.url or "/")
    response = page.serve_preview(request, page.default_preview_mode)
    return shown_sentences(_content(response))[0]


def sentences_of_frame() -> list[str]:
    """Return the sentences with kanji of header, footer and all public screens that no editor writes."""
    found: dict[str, None] = {}
    for address in (NOWHERE, *(address for each in system_screens for address in each)):
        own, frame = shown_sentences(_content(_answer(address)))
        found |= dict.fromkeys([*frame, *own])
    return list(found)


def _answer(address: str) -> HttpResponse:
    """Return what a view answers, without the middleware: kept pages and readings stay out of it."""
    request = nobody_asks(address)
    view = resolve(address)
    try:
        response: HttpResponse = view.func(request, *view.args, **view.kwargs)
    except Http404 as error:
        return page_not_found(request, error)
    return response


def _content(response: Any) -> str:
    if hasattr(response, "render") and not response.is_rendered:
        response.render()
    return str(response.content.decode(response.charset))


def nobody_asks(address: str) -> HttpRequest:
    """Return a request of a reader who is not signed in and has no cookie."""
    host, _, port = settings.OWN_URL.partition("://")[2].partition(":")
    secure = settings.OWN_URL.startswith("https:")
    request = WSGIRequest(
        {
            "REQUEST_METHOD": "GET",
            "PATH_INFO": address.encode().decode("latin-1"),
            "SERVER_NAME": host,
            "SERVER_PORT": port or ("443" if secure else "80"),
            "HTTP_HOST": f"{host}:{port}" if port else host,
            "REMOTE_ADDR": "127.0.0.1",
            "wsgi.url_scheme": "https" if secure else "http",
            "wsgi.input": _Nothing(),
        }
    )
    request.user = AnonymousUser()
    request.session = SessionStore()
    request.htmx = HtmxDetails(request)  # type: ignore[attr-defined]  # -- its middleware sets it the same way
    return request


class _Nothing:
    """The body of a request that has none."""

    def read(self, *_: int) -> bytes:
        return b""

    def readline(self, *_: int) -> bytes:
        return b""

    def __iter__(self) -> Iterator[bytes]:
        return iter(())
