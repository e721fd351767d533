"""Whole pages for anonymous readers, kept in this process's memory and answered before anything else runs.

A page is kept while nothing public has changed (`foundation.public_pages`), and at most five minutes. All end
together, at minutes that divide by five, because opening hours begin and end there: what stands beside the
phone number, open or closed, is never late.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock
from typing import Any, TypeGuard

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.core.exceptions import SuspiciousOperation
from django.db.models.signals import post_delete, post_save
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from wagtail.models import PageViewRestriction
from wagtail.signals import page_published, page_unpublished, post_page_move

from foundation.public_pages import clear_public_pages_on_commit, version
from foundation.ui.context import VIEWING_COOKIE, read_viewing, write_viewing
from training_media.watching.passes import COOKIE as WATCHING_COOKIE

type Generation = tuple[object, ...]
type PageKey = tuple[object, ...]

MOST_BYTES = 64 * 1024 * 1024
# What is asked by words has no end: it stands apart, so that nobody drives out the pages of the site with it.
MOST_BYTES_OF_SEARCHES = 32 * 1024 * 1024
MOST_BYTES_A_PAGE = 512 * 1024
# Key, headers and bookkeeping of a kept page.
BYTES_BESIDE_THE_BODY = 2048
# No address of ours is longer; who sends one that is may not fill the memory with it.
LONGEST_ADDRESS = 300
# A request with any other key is answered by the page itself: it may show what it does not know.
QUERY_KEYS = frozenset(
    {
        *("page", "category", "view", "m", "past", "audience", "way", "year", "kind"),
        # The directory.
        *("area", "s", "t", "k", "fresh", "size", "scheme"),
    }
)
# A search that finds nothing says that it may not be kept: each is counted.
SEARCH_KEYS = frozenset({"q", "c", "free", "unknown", "served"})
NEVER_KEPT = (
    *("/healthz", "/readyz", "/cms/", "/accounts/", "/my/", "/demo/", "/handoff"),
    *("/anymail/", "/styleguide/", "/staff/"),
    # Each one taken is counted (portal.downloads); what else lies under /papers/ is kept like a page.
    *("/documents/", "/papers/flow", "/papers/duties", "/papers/leaflet", "/papers/centres"),
    "/applications/",  # the token in the address is somebody's own
    "/calendars/",
    "/videos/files/",
    "/watch/",  # as whom somebody watches
)
PERSONAL_COOKIES = (settings.SESSION_COOKIE_NAME, CookieStorage.cookie_name, WATCHING_COOKIE)
# What the answer may depend on without being different for two anonymous readers with the same settings.
HARMLESS_VARY = frozenset({"cookie", "hx-request", "accept-encoding"})


@dataclass(frozen=True)
class KeptPage:
    headers: tuple[tuple[str, str], ...]
    body: bytes

    @property
    def weight(self) -> int:
        """Bytes of memory that keeping it takes, roughly."""
        return len(self.body) + BYTES_BESIDE_THE_BODY

    def answer(self, request: HttpRequest) -> HttpResponse:
        """Return the page as it was; HEAD gets its headers alone."""
        body = b"" if request.method == "HEAD" else self.body
        return HttpResponse(body, headers=dict(self.headers) | {"Content-Length": str(len(self.body))})


class KeptPages:
    """Pages of one generation; a new generation forgets them all, too many bytes forget the oldest."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self.most_bytes = most_bytes
        self.generation: Generation = ()
        self.pages: dict[PageKey, KeptPage] = {}
        self.bytes = 0
        self.lock = Lock()

    def get(self, generation: Generation, key: PageKey) -> KeptPage | None:
        return self.pages.get(key) if generation == self.generation else None

    def put(self, generation: Generation, key: PageKey, page: KeptPage) -> None:
        """Keep a page that was made in this generation."""
        with self.lock:
            if generation != self.generation:
                self.generation, self.pages, self.bytes = generation, {}, 0
            if key in self.pages:
                self.bytes -= self.pages.pop(key).weight
            self.pages[key] = page
            self.bytes += page.weight
            while self.bytes > self.most_bytes:
                self.bytes -= self.pages.pop(next(iter(self.pages))).weight


class FrontCacheMiddleware:
    """The first middleware of the public door."""

    def __init__(
        self, get_response: Callable[[HttpRequest], HttpResponseBase], clock: Callable[[], float] = time.time
    ) -> None:
        self.get_response, self.clock = get_response, clock
        self.pages, self.searches = KeptPages(), KeptPages(MOST_BYTES_OF_SEARCHES)

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        key = page_key(request)
        number = version.read() if key else None
        if key is None or number is None:
            return self.get_response(request)
        generation = (number, int(self.clock()) // settings.FRONT_CACHE_SECONDS)
        kept = self.pages if SEARCH_KEYS.isdisjoint(request.GET) else self.searches
        page = kept.get(generation, key)
        if page is not None:
            return page.answer(request)
        response = self.get_response(request)
        if request.method == "GET" and may_be_kept(response):
            # The version was read before the page was made: if it changed since, nobody asks for this one.
            kept.put(generation, key, KeptPage(tuple(response.headers.items()), response.content))
        return response


def page_key(request: HttpRequest) -> PageKey | None:
    """Return what tells apart the pages of anonymous readers, or None for a request of somebody's own."""
    own = (
        request.method not in ("GET", "HEAD")
        or request.path.startswith(NEVER_KEPT)
        or any(name in request.COOKIES for name in PERSONAL_COOKIES)
        or "Authorization" in request.headers
        or "HX-Request" in request.headers
        or len(request.get_full_path()) > LONGEST_ADDRESS
    )
    try:
        if own or not (QUERY_KEYS | SEARCH_KEYS).issuperset(request.GET):
            return None
        host = request.get_host()
    except SuspiciousOperation:
        return None  # the middleware below answers it, with all its headers
    query = tuple(sorted((name, *values) for name, values in request.GET.lists()))
    settings_of_reader = write_viewing(read_viewing(request.COOKIES.get(VIEWING_COOKIE, "")))
    return request.scheme, host, request.path, query, settings_of_reader


def may_be_kept(response: HttpResponseBase) -> TypeGuard[HttpResponse]:
    """Return whether this answer would be right for every anonymous reader who asks the same."""
    if response.status_code != 200 or response.streaming or response.cookies:  # noqa: PLR2004 -- OK
        return False
    said = response.headers.get("Cache-Control", "")
    directives = {word.partition("=")[0].strip().lower() for word in said.split(",")}
    if directives & {"private", "no-store"}:
        return False
    vary = {word.strip().lower() for word in response.headers.get("Vary", "").split(",") if word.strip()}
    if vary - HARMLESS_VARY or "'nonce-" in response.headers.get("Content-Security-Policy", ""):
        return False
    assert isinstance(response, HttpResponse)
    body = response.content
    return len(body) <= MOST_BYTES_A_PAGE and b"csrfmiddlewaretoken" not in body and b"'nonce-" not in body


def clear_when_pages_change() -> None:
    """Clear kept pages with every change that Wagtail tells of; deleting unpublishes first."""
    for signal in (page_published, page_unpublished, post_page_move):
        signal.connect(_page_changed, dispatch_uid="portal.front_cache")
    for signal in (post_save, post_delete):
        signal.connect(_page_changed, sender=PageViewRestriction, dispatch_uid="portal.front_cache")


def _page_changed(**_: Any) -> None:
    clear_public_pages_on_commit()
