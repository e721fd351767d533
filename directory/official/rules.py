"""What an import says of itself."""

from collections.abc import Mapping

_SAID = (
    ("new", "新しい"),
    ("changed", "変わった"),
    ("missing", "見あたらない"),
    ("same", "同じ"),
    ("doubles", "二重"),
    ("left_out", "読めない"),
    ("elsewhere", "ほかの都道府県"),
)
_ALWAYS = ("new", "changed", "missing")


def summary(counts: Mapping[str, int]) -> str:
    """Return one sentence: 新しい 12、変わった 87、見あたらない 5、…"""
    return "、".join(
        f"{word} {counts.get(name, 0):,}" for name, word in _SAID if name in _ALWAYS or counts.get(name)
    )
