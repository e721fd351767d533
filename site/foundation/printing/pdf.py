"""Django template → tagged PDF, without network, fonts of the machine or clock."""

import logging
import mimetypes
import ssl
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from urllib.request import url2pathname

from django.apps import apps
from django.conf import settings
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string

from .fonts import FONT_FACES, FONT_FOLDER, no_machine_fonts  # before WeasyPrint: it hushes a warning

from weasyprint import CSS, HTML, Document  # isort: skip
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse  # isort: skip

VARIANT = "pdf/ua-1"
SQUEEZES = range(5)  # steps from the roomiest setting to the tightest; paper.css knows what they mean

logger = logging.getLogger(__name__)


class PrintingError(Exception):
    """A paper could not be made as it should be."""


class CharactersMissing(PrintingError):
    """The bundled fonts lack some characters of this paper."""

    def __init__(self, characters: str) -> None:
        super().__init__(f"{len(characters)}字を印刷できません。")
        self.characters = characters


class PaperDoesNotFit(PrintingError):
    """A paper of a fixed number of pages has too much on it, even at the tightest setting."""


def render_pdf(
    template: str,
    context: Mapping[str, Any],
    *,
    title: str,
    landscape: bool = False,
    fits: int | None = None,
) -> bytes:
    """Return a tagged A4 PDF (PDF/UA-1, Japanese) of a template that extends `printing/paper.html`.

    The same input gives the same bytes: no date and no random number goes in. With `fits`, the paper is
    set as tight (`squeeze`, 0 to 4) as it must be to have at most that many pages, and no tighter; a
    tighter setting never takes more pages.

    A character that the fonts lack is printed as an empty box and counted in the log, because a list
    with one box is better on the day than no list; with `settings.PRINTING_STRICT` (the tests) it
    raises `CharactersMissing`, and any other complaint of WeasyPrint raises `PrintingError`. Always
    raises `PrintingError` when the paper asks for anything but our own files, and `PaperDoesNotFit`.
    """
    with _complaints() as complaints:
        try:
            document = _lay_out(template, {**context, "title": title, "landscape": landscape}, fits)
            pdf: bytes = document.write_pdf(pdf_variant=VARIANT)
        except FatalURLFetchingError as refused:  # a BaseException: `except Exception` above us would miss it
            raise PrintingError(str(refused.__cause__)) from refused
    complaints.judge(template, strict=getattr(settings, "PRINTING_STRICT", False))
    return pdf


def static_file(name: str) -> Path:
    """Return the file below any app's `static/printing`; raises `PrintingError` when there is none."""
    found = finders.find(f"printing/{name}")
    if not found:
        raise PrintingError(f"static/printing/{name} がありません。")
    return Path(found)


def _lay_out(template: str, context: Mapping[str, Any], fits: int | None) -> Document:
    fetcher, fonts = LocalFiles(), no_machine_fonts()
    faces = CSS(string=FONT_FACES, font_config=fonts, url_fetcher=fetcher)

    def laid_out(squeeze: int) -> Document:
        html = HTML(string=render_to_string(template, {**context, "squeeze": squeeze}), url_fetcher=fetcher)
        return html.render(font_config=fonts, stylesheets=[faces], pdf_variant=VARIANT)

    return loosest_that_fits(laid_out, fits)


def loosest_that_fits(laid_out: Callable[[int], Document], fits: int | None) -> Document:
    """Return the paper at the roomiest setting at which it has so many pages; `laid_out` sets it.

    A long paper takes seconds for each setting, so the tightest is asked second, and of five at most four.
    Raises `PaperDoesNotFit`.
    """
    roomiest = laid_out(SQUEEZES[0])
    if fits is None or len(roomiest.pages) <= fits:
        return roomiest
    fitting = laid_out(SQUEEZES[-1])
    if len(fitting.pages) > fits:
        raise PaperDoesNotFit(f"{fits}ページに収まりません（{len(fitting.pages)}ページになります）。")
    between = list(SQUEEZES[1:-1])
    while between:
        middle = len(between) // 2
        document = laid_out(between[middle])
        if len(document.pages) <= fits:
            fitting, between = document, between[:middle]
        else:
            between = between[middle + 1 :]
    return fitting


class LocalFiles(URLFetcher):  # type: ignore[misc]  # -- WeasyPrint has no types
    """Opens our own files for papers and `data:` images; anything else ends the rendering."""

    def __init__(self) -> None:
        super().__init__(
            # Reading whom the machine trusts takes longer than many a paper, and nobody is asked.
            ssl_context=ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT),
            allowed_protocols=("file", "data"),
            allow_redirects=False,
            fail_on_errors=True,
        )
        self.folders = [
            FONT_FOLDER.resolve(),
            *(Path(app.path, "static", "printing").resolve() for app in apps.get_app_configs()),
        ]

    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> URLFetcherResponse:
        """Return the content of an allowed address, else raise `PrintingError`."""
        address = urlsplit(url)
        if address.scheme == "data" and address.path.startswith("image/"):
            return super().fetch(url, headers)
        path = Path(url2pathname(address.path)).resolve()
        if address.scheme != "file" or address.netloc or not any(map(path.is_relative_to, self.folders)):
            raise PrintingError("紙に使えるのは、このシステムの中のファイルだけです。")
        kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": kind})


class Complaints(logging.Filter):
    """Takes what WeasyPrint says in this thread, so that no name on a paper reaches a log."""

    def __init__(self) -> None:
        super().__init__()
        self.thread = threading.get_ident()
        self.missing_characters = ""
        self.messages: list[str] = []

    def filter(self, record: logging.LogRecord) -> bool:
        """Keep a record of this thread for `judge` and let those of other threads pass."""
        if record.thread != self.thread:
            return True
        if str(record.msg).startswith(".notdef") and isinstance(record.args, tuple):
            character = str(record.args[0])
            self.missing_characters += "" if character in self.missing_characters else character
        elif record.levelno >= logging.WARNING:
            self.messages.append(record.getMessage())
        return False

    def judge(self, template: str, *, strict: bool) -> None:
        """Raise what was heard when `strict`, else log how much it was, without the words."""
        if strict and self.missing_characters:
            raise CharactersMissing(self.missing_characters)
        if strict and self.messages:
            raise PrintingError(" / ".join(self.messages))
        if self.missing_characters or self.messages:
            counts = len(self.missing_characters), len(self.messages)
            logger.warning("%s: %d characters missing, %d other complaints", template, *counts)


@contextmanager
def _complaints() -> Iterator[Complaints]:
    complaints, weasyprint = Complaints(), logging.getLogger("weasyprint")
    weasyprint.addFilter(complaints)
    try:
        yield complaints
    finally:
        weasyprint.removeFilter(complaints)
