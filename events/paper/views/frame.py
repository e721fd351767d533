"""What the screens of the paper desk share."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from content import desk
from content.desk import SEE_OTHER, Link

INBOX, OUTBOX = "受信トレイ", "送るもの"


def show(
    request: HttpRequest,
    name: str,
    title: str,
    *,
    trail: Sequence[Link],
    status: int = 200,
    **context: Any,
) -> HttpResponse:
    """Return a screen of the paper desk."""
    return desk.show(request, f"paperwork/desk/{name}.html", title, trail=trail, status=status, **context)


def to(name: str, *args: object) -> HttpResponseRedirect:
    """Lead on to another screen of the desk after an act."""
    return HttpResponseRedirect(address(name, *args), status=SEE_OTHER)


def address(name: str, *args: object) -> str:
    return reverse(f"paper_desk:{name}", args=args)


def to_inbox() -> Link:
    return INBOX, address("inbox")


def to_outbox() -> Link:
    return OUTBOX, address("outbox")
