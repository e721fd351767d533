"""What an import says of itself, and what a person has to look at before it becomes true."""

from collections.abc import Iterator, Mapping

from .enums import RunState

_SAID = (
    ("new", "新しい"),
    ("changed", "変わった"),
    ("missing", "見あたらない"),
    ("same", "同じ"),
    ("doubles", "二重"),
    ("left_out", "読めない行"),
    ("emptied", "空けたところ"),
    ("elsewhere", "ほかの都道府県"),
)
_ALWAYS = ("new", "changed", "missing")
# Offices come and go by a few in a hundred; more than that is half a file rather than the truth.
MOST_MISSING_SHARE = 0.2
# Of fewer a fifth says nothing; that most of them are gone says something from the second number on.
FEWEST_KNOWN, FEWEST_OF_A_FEW = 10, 3


def summary(counts: Mapping[str, int]) -> str:
    """Return one sentence: 新しい 12、変わった 87、見あたらない 5、…"""
    return "、".join(
        f"{word} {counts.get(name, 0):,}" for name, word in _SAID if name in _ALWAYS or counts.get(name)
    )


def doubts(counts: Mapping[str, int]) -> list[str]:
    """Return what a person has to say yes to before a run is applied; mostly nothing."""
    return list(_doubts(counts))


def may_read(state: str) -> bool:
    """Return whether the files of a run may be read, for the first time or anew."""
    return state in (RunState.UPLOADED, RunState.REFUSED, RunState.READ)


def _is_much(missing: int, *, of: int) -> bool:
    if of >= FEWEST_KNOWN:
        return missing > MOST_MISSING_SHARE * of
    return of >= FEWEST_OF_A_FEW and 2 * missing > of


def _doubts(counts: Mapping[str, int]) -> Iterator[str]:
    known, missing = counts.get("known", 0), counts.get("missing", 0)
    if _is_much(missing, of=known):
        yield (
            f"いまある {known:,}件のうち、{missing:,}件が見あたりません。"
            "ファイルが途中で切れていたり、一部だけだったりしないか、確かめてください。"
        )
    if newer := counts.get("newer", 0):
        yield (
            f"いまある記録のうち {newer:,}件は、このファイルより新しいデータから取り入れたものです。"
            "古いファイルでないか、確かめてください。"
        )
