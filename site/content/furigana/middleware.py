from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseBase

from .markup import with_ruby
from .queries import readings_for


class FuriganaMiddleware:
    """Lays confirmed readings on a finished page, if its frame has said that this reader wants them.

    The frame says so by its switch (`templatetags.furigana`): what has no frame, as the admin, papers, files
    and feeds, never comes to this. It stands below the front cache, which keeps pages by the setting.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if getattr(request, "furigana_is_on", False) and _is_page(response):
            _lay_readings_on(response)
        return response


def _is_page(response: HttpResponseBase) -> bool:
    said = response.headers.get("Content-Type", "")
    return isinstance(response, HttpResponse) and said.startswith("text/html")


def _lay_readings_on(response: HttpResponseBase) -> None:
    assert isinstance(response, HttpResponse)
    page = response.content.decode(response.charset)
    readings = readings_for(page)
    if readings:
        response.content = with_ruby(page, readings).encode(response.charset)
        if "Content-Length" in response.headers:
            response.headers["Content-Length"] = str(len(response.content))
