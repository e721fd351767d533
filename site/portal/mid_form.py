"""The switches of the frame, pressed in the middle of a form: nothing that was typed is lost."""

from collections.abc import Callable, Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers

from foundation.ui.context import VIEWING_COOKIE, read_viewing, write_viewing
from foundation.ui.typed import TYPED_FORM

from .forms import ViewingForm
from .viewing_cookie import remember

# The names of the buttons in the frame and on the page with the settings.
FURIGANA, OPEN, CHOOSE, LEAVE = "set-furigana", "viewing-open", "viewing-choose", "viewing-leave"
PRESSES = (FURIGANA, OPEN, CHOOSE, LEAVE)
PREFIX = "viewing"


class MidFormMiddleware:
    """Does what a switch asks for, and lets the form's own view show again what was typed.

    It acts on views that say so (`foundation.ui.typed`), after the check against forged requests.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        chosen = getattr(request, "viewing_chosen", None)
        if chosen is not None:
            remember(response, chosen)
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], *_: object
    ) -> HttpResponseBase | None:
        """Answer with the page of the settings, or mark the request as one that only redraws."""
        if request.method != "POST" or not getattr(view, "keeps_what_is_typed", False):
            return None
        secrets: frozenset[str] = getattr(view, "never_sent_back", frozenset())
        pressed = next((name for name in PRESSES if name in request.POST), "")
        if pressed == OPEN:
            return _settings(request, ViewingForm(initial=_before(request), prefix=PREFIX), secrets)
        if pressed == CHOOSE:
            form = ViewingForm(request.POST, prefix=PREFIX)
            if not form.is_valid():
                return _settings(request, form, secrets)
            _choose(request, form.cleaned_data)
        elif pressed == FURIGANA:
            wanted = "furigana" if request.POST[FURIGANA] == "on" else "plain"
            _choose(request, _before(request) | {"furigana": wanted})
        request.only_redraws = bool(pressed)  # type: ignore[attr-defined]  # -- read by the form's view
        return None


def _before(request: HttpRequest) -> dict[str, str]:
    return read_viewing(request.COOKIES.get(VIEWING_COOKIE, ""))


def _choose(request: HttpRequest, settings: dict[str, str]) -> None:
    """Let this answer already look as chosen, and the cookie follow with it."""
    chosen = write_viewing(settings)
    request.COOKIES[VIEWING_COOKIE] = chosen
    request.viewing_chosen = chosen  # type: ignore[attr-defined]  # -- read above, when the answer is there


def _settings(request: HttpRequest, form: ViewingForm, secrets: frozenset[str]) -> HttpResponse:
    context = {
        "page_title": "見やすさの設定",
        "breadcrumb_items": [("ホーム", "/"), ("見やすさの設定", "")],
        "no_index": True,
        "form": form,
        "has_errors": bool(form.errors),
        "typed_form": TYPED_FORM,
        "typed": list(_typed(request, secrets)),
    }
    response = render(request, "portal/viewing.html", context, status=422 if form.errors else 200)
    add_never_cache_headers(response)
    return response


def _typed(request: HttpRequest, secrets: frozenset[str]) -> Iterator[tuple[str, str]]:
    """Yield every field of the form that was left, as it was typed; a secret is typed again."""
    left_out = {"csrfmiddlewaretoken", *PRESSES, *secrets}
    for name, values in request.POST.lists():
        if name not in left_out and not name.startswith(f"{PREFIX}-"):
            for value in values:
                yield name, value
