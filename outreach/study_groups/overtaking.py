"""What stood when a page was opened: whoever writes after somebody else is asked to look before they do."""

import hashlib
from collections.abc import Iterable

from django.db.models import Model
from django.http import HttpRequest

from .exceptions import GroupRefused

OVERTAKEN = (
    "あなたが開いたあとに、ほかの人が書きかえました。書いたものは、ここに残っています。"
    "別の画面でいまの内容を確かめてから、もう一度押すと、あなたの書いたものに替わります。"
)


def sign_of(record: Model, names: Iterable[str]) -> str:
    """Return a sign of what these fields of a record say; another as soon as one says something else."""
    said = repr([str(getattr(record, name)) for name in names])
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def insist_on_seen(record: Model, names: Iterable[str], seen: str | None) -> None:
    """Insist that a record says what its writer had before them. Raises GroupRefused.

    None is a writer that saw no page.
    """
    if seen is not None and seen != sign_of(record, names):
        raise GroupRefused(OVERTAKEN)


def seen_by(request: HttpRequest) -> str | None:
    """Return the sign that came with what was sent."""
    return request.POST.get("seen")
