"""A form that is half filled in outlives a change of the look.

The switches of the frame are then buttons of that form: what was typed travels with the press and comes back
with the answer. It never enters an address or a session. The portal's middleware does what was pressed and
sets `request.only_redraws`; the view that carries `keeps_what_is_typed` then shows its form again, unjudged.
Passwords do not come back: the view names them.

A form that only asks (a search, a choice of people: GET, and nothing of it is secret) has a shorter way: its
fields travel in the address, as they do when it is sent, marked as not sent yet.
"""

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from django.http import HttpRequest, HttpResponseBase, QueryDict
from django.utils.cache import add_never_cache_headers, patch_cache_control

# The form of a page that is kept; one on a page. A view names it to its template as `typed_form`.
TYPED_FORM = "typed-form"
# The form of a page that only asks; a view names it to its template as `asking_form`.
ASKING_FORM = "asking-form"
# Stands in an address whose fields were typed, and not sent.
NOT_SENT = "unsent"

type View = Callable[..., HttpResponseBase]
type Fields = Iterable[tuple[str, str]]


def keeps_what_is_typed(view: View, *, but: Iterable[str] = ()) -> View:
    """Let the switches of the frame be pressed in the middle of this view's form.

    The fields named in `but` are left out of everything that is sent back: passwords.

    A form that nobody has sent yet holds nothing of anybody: the browser of a stranger may keep it, so that
    Back shows what was typed. All other answers are kept nowhere.
    """

    @wraps(view)
    def kept(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        if request.method in ("GET", "HEAD") and not request.user.is_authenticated:
            patch_cache_control(response, private=True, no_cache=True)
        else:
            add_never_cache_headers(response)
        return response

    kept.keeps_what_is_typed = True  # type: ignore[attr-defined]  # -- a mark, as Django's own csrf_exempt
    kept.never_sent_back = frozenset(but)  # type: ignore[attr-defined]  # -- as above
    return kept


def only_redraws(request: HttpRequest) -> bool:
    """Return whether a switch of the frame was pressed, and nothing of the form."""
    return getattr(request, "only_redraws", False)


def words_asked(request: HttpRequest, *, most: int) -> str:
    """Return the words in the box of a search, as an address says them, no more than `most` characters."""
    return request.GET.get("q", "")[:most].replace("\0", "").strip()


def is_cut(request: HttpRequest, *, most: int) -> bool:
    """Return whether more was typed into the box of a search than `words_asked` returns."""
    return len(request.GET.get("q", "").strip()) > most


def is_not_sent(request: HttpRequest) -> bool:
    """Return whether the fields in the address were typed, and their form was not sent."""
    return NOT_SENT in request.GET


def fields_of(sent: QueryDict, *, without: Iterable[str]) -> list[tuple[str, str]]:
    """Return every field of a form that only asks; what the switches themselves sent is left out."""
    left_out = {*without, "csrfmiddlewaretoken"}
    return [(name, value) for name, values in sent.lists() if name not in left_out for value in values]


def with_what_was_typed(address: str, typed: Fields) -> str:
    """Return the address that shows the asking form as it was left.

    That is the same address where nothing was changed since it was asked, with all else that it holds.
    """
    typed, place = list(typed), urlsplit(address)
    asked, filled = parse_qsl(place.query), [each for each in typed if each[1]]
    names = {name for name, _ in typed}
    if (NOT_SENT, "1") not in asked and [each for each in asked if each[0] in names] == filled:
        return address
    return f"{place.path}?{urlencode([*filled, (NOT_SENT, '1')])}"
