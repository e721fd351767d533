"""What is answered for words that nobody can read any more, whatever room of this door they hang in."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from handoff.access import opened
from handoff.actors import CLOCK
from handoff.vault.exceptions import KeyMissing

from .queries import is_destroyed_key

GONE = 410


class DestroyedWordsMiddleware:
    """Say that a record was destroyed where its key is gone on purpose; a key that is lost stays a fault."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer 410 for what lay under the key of a destroyed case."""
        if not isinstance(exception, KeyMissing):
            return None
        with opened(CLOCK, now=timezone.now()):
            is_destroyed = is_destroyed_key(str(exception))
        return render(request, "cases/gone.html", status=GONE) if is_destroyed else None
