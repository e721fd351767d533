"""Japanese search over everything the public may read. What apps need to be found is here; see the README."""

from .documents import SearchDocument, SearchHit
from .rules import MOST_CHARACTERS

__all__ = ["MOST_CHARACTERS", "SearchDocument", "SearchHit", "search"]


def __getattr__(name: str) -> object:
    """Give `search` when somebody asks: apps import this package before there are any models."""
    if name != "search":
        raise AttributeError(name)
    from .queries import search

    return search
