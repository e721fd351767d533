"""Papers that everybody may take: laid out once, and anew only when something public has changed."""

from collections.abc import Callable

from django.core.cache import cache

from .public_pages import version
from .transactions import one_at_a_time

KEPT_SECONDS = 60 * 60


def kept_paper(name: str, make: Callable[[], bytes], *, seconds: int = KEPT_SECONDS) -> bytes:
    """Return a paper as it was laid out last, anew only when something public has changed.

    Laying one out takes a core for a tenth of a second and more: nobody may ask for that again and again.
    `name` tells it from all others of every app; where a paper comes in many forms, keep each for less long.
    """
    paper: bytes | None = cache.get(_key(name))
    if paper is not None:
        return paper
    # Whoever comes while it is being laid out waits for it, in any process; for another name nobody does.
    with one_at_a_time(f"paper:{name}"):
        key = _key(name)
        paper = cache.get(key)
        if paper is None:
            paper = make()
            cache.set(key, paper, seconds)
    return paper


def _key(name: str) -> str:
    known = version.read()
    return f"public_papers.{name}.{known[1] if known else 0}"
