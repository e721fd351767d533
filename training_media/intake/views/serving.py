"""Renditions on their way to a player: by a signed address, whole or the bytes that are asked for."""

import weakref
from collections.abc import Iterator
from datetime import UTC, datetime
from threading import BoundedSemaphore
from typing import IO

from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseNotModified,
    HttpResponseRedirect,
    StreamingHttpResponse,
)
from django.utils.http import http_date, parse_http_date_safe
from django.views.decorators.http import require_safe

from training_media.intake.access import file_by_link
from training_media.intake.enums import Rendition
from training_media.intake.models import MediaFile
from training_media.intake.rules import MEGABYTE, OutOfRange, asked_bytes

TYPES = {
    Rendition.HIGH: "video/mp4",
    Rendition.LOW: "video/mp4",
    Rendition.AUDIO: "audio/mp4",
    Rendition.POSTER: "image/jpeg",
}
PIECE_BYTES = 64 * 1024
# A player asks for all that is left and reads as it plays: it gets the next of it, and asks again. So much
# goes to the web server in one piece, which keeps no thread waiting however slowly the other side reads.
MOST_AT_ONCE = 2 * MEGABYTE
# What is more and asked for whole keeps a thread for as long as the other side reads: players do not ask so,
# and of whoever does only so many get it at once from one process, so that threads are left for all others.
WHOLE_AT_ONCE = 4
KEPT_SECONDS = 3_600
PARTIAL, NOT_SATISFIABLE, BUSY = 206, 416, 503
ASK_AGAIN_SECONDS = 30

places = BoundedSemaphore(WHOLE_AT_ONCE)


class Pieces:
    """A whole file, read as it is sent; file and place are given back also when nobody closes it."""

    def __init__(self, file: IO[bytes]) -> None:
        self.file = file
        self.leave = weakref.finalize(self, places.release)

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        piece = self.file.read(PIECE_BYTES)
        if not piece:
            raise StopIteration
        return piece

    def close(self) -> None:
        """Give the place to the next one."""
        self.file.close()
        self.leave()


@require_safe
def file(request: HttpRequest, token: str, rendition: str) -> HttpResponseBase:
    """Give a rendition to whoever holds an address that is signed and not too old. Raises Http404."""
    found = file_by_link(token, rendition)
    storage, name = found.file.storage, str(found.file.name)
    if getattr(storage, "querystring_auth", False):
        # It signs addresses of its own that end by themselves, and knows ranges.
        response: HttpResponseBase = HttpResponseRedirect(storage.url(name))
        response.headers["Cache-Control"] = "private, no-store"
        return response
    response = _answer(request, found)
    response.headers["Accept-Ranges"] = "bytes"
    response.headers.setdefault("Cache-Control", f"private, max-age={KEPT_SECONDS}")
    response.headers["ETag"], response.headers["Last-Modified"] = _mark(found), _changed(found)
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def _mark(found: MediaFile) -> str:
    return f'"{found.pk}-{found.size}"'


def _changed(found: MediaFile) -> str:
    return http_date(found.made_at.timestamp())


def _answer(request: HttpRequest, found: MediaFile) -> HttpResponseBase:
    if _mark(found) in request.headers.get("If-None-Match", ""):
        return HttpResponseNotModified()
    try:
        asked = _asked(request, found)
    except OutOfRange:
        refused = HttpResponse(status=NOT_SATISFIABLE)
        refused.headers["Content-Range"] = f"bytes */{found.size}"
        return refused
    start, end = asked or (0, found.size)
    headers = {"Content-Type": TYPES[Rendition(found.rendition)], "Content-Length": str(end - start)}
    if asked is not None:
        headers["Content-Range"] = f"bytes {start}-{end - 1}/{found.size}"
    status = 200 if asked is None else PARTIAL
    if request.method == "HEAD":
        return HttpResponse(status=status, headers=headers)
    try:
        content = found.file.storage.open(str(found.file.name), "rb")
    except FileNotFoundError as error:
        raise Http404 from error
    if end - start <= MOST_AT_ONCE:
        with content:
            content.seek(start)
            return HttpResponse(content.read(end - start), status=status, headers=headers)
    if not places.acquire(blocking=False):
        content.close()
        # 503 is what it is: whoever runs the portal reads of it.
        wait = {"Retry-After": str(ASK_AGAIN_SECONDS), "Cache-Control": "no-store"}
        return HttpResponse(status=BUSY, headers=wait)
    return StreamingHttpResponse(Pieces(content), status=status, headers=headers)


def _asked(request: HttpRequest, found: MediaFile) -> tuple[int, int] | None:
    """Return the bytes to send, None for all; a range of a file that has changed meanwhile is not meant."""
    header = request.headers.get("Range", "")
    unless = request.headers.get("If-Range", "").strip()
    if not header or (unless and unless != _mark(found) and not _is_of(unless, found.made_at)):
        return None
    asked = asked_bytes(header, found.size)
    if asked is None:
        return None
    return asked[0], min(asked[1], asked[0] + MOST_AT_ONCE)


def _is_of(date: str, at: datetime) -> bool:
    """Return whether a date in a header is exactly that of the file."""
    return parse_http_date_safe(date) == int(at.astimezone(UTC).timestamp())
