"""What a merge does to the tags that a stored version of a page names."""

from collections.abc import Iterable
from typing import Any


def with_one_tag_for_another(
    items: Iterable[dict[str, Any]], *, gone: int, kept: int
) -> list[dict[str, Any]]:
    """Return the items with the kept tag in place of the one that is gone, and no tag twice."""
    by_tag: dict[int, dict[str, Any]] = {}
    for item in items:
        tag = kept if item["tag"] == gone else item["tag"]
        by_tag.setdefault(tag, item | {"tag": tag})
    return list(by_tag.values())
