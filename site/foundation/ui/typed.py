"""A form that is half filled in outlives a change of the look.

The switches of the frame are then buttons of that form: what was typed travels with the press and comes back
with the answer. It never enters an address or a session. The portal's middleware does what was pressed and
sets `request.only_redraws`; the view that carries `keeps_what_is_typed` then shows its form again, unjudged.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.utils.cache import add_never_cache_headers, patch_cache_control

# The form of a page that is kept; one on a page. A view names it to its template as `typed_form`.
TYPED_FORM = "typed-form"

type View = Callable[..., HttpResponseBase]


def keeps_what_is_typed(view: View) -> View:
    """Let the switches of the frame be pressed in the middle of this view's form.

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
    return kept


def only_redraws(request: HttpRequest) -> bool:
    """Return whether a switch of the frame was pressed, and nothing of the form."""
    return getattr(request, "only_redraws", False)
