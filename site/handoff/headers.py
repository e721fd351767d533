"""How this door answers every request: by known methods alone, to its own pages, and kept by nobody."""

import logging
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

METHODS = frozenset({"GET", "HEAD", "POST"})
# Nothing that was shown here stays in a browser, a proxy or an index, and no other site may embed it.
HEADERS = {
    "Cache-Control": "no-store",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Robots-Tag": "noindex, nofollow",
}
LEAVING = "account_logout"
REFUSED = frozenset({403, 404, 405})
refusals = logging.getLogger("handoff.refusals")


class StrictAnswersMiddleware:
    """Refuse what no page of ours would send, set what every answer carries, log who was refused where."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self._answer(request)
        if "no-store" not in response.headers.get("Cache-Control", ""):
            response.headers["Cache-Control"] = HEADERS["Cache-Control"]
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        if _is(request, LEAVING) and request.method == "POST":
            response.headers["Clear-Site-Data"] = '"cache", "storage"'
        if response.status_code in REFUSED:
            _log(request, response.status_code)
        return response

    def _answer(self, request: HttpRequest) -> HttpResponse:
        if request.method not in METHODS:
            return HttpResponse(status=405, headers={"Allow": ", ".join(sorted(METHODS))})
        if is_foreign(request):
            return HttpResponse(status=403)
        return self.get_response(request)


def is_foreign(request: HttpRequest) -> bool:
    """Return whether another site's page asks for this; a link that somebody followed from there is not."""
    if request.headers.get("Sec-Fetch-Site") not in ("cross-site", "same-site"):
        return False
    return request.headers.get("Sec-Fetch-Mode") != "navigate" or request.method == "POST"


def _is(request: HttpRequest, name: str) -> bool:
    return request.resolver_match is not None and request.resolver_match.view_name == name


def _log(request: HttpRequest, status: int) -> None:
    """Say that somebody who is signed in was refused at an address that there is: by number, no value."""
    user = getattr(request, "user", None)
    if request.resolver_match is not None and user is not None and user.is_authenticated:
        refusals.warning(
            "refused %s %s account=%s status=%s",
            request.method,
            request.resolver_match.view_name,
            user.pk,
            status,
        )
