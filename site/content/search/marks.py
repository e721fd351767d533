"""Finds the words of a question, which are compared folded, in a text as it was written. Pure functions."""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from foundation.japanese.text import fold

# A piece of text, and whether it is one of the words that were looked for.
type Piece = tuple[str, bool]

LONGEST_EXCERPT = 120
BEFORE_THE_HIT = 40
# One sign with all that belongs to it: the marks behind it are folded into it.
_SIGNS = re.compile("[^\u3099\u309a\uff9e\uff9f][\u0300-\u036f\u3099\u309a\uff9e\uff9f]*", re.DOTALL)


def marked(text: str, words: Iterable[str]) -> list[Piece]:
    """Return a text in pieces, the folded `words` in it told apart."""
    pieces: list[Piece] = []
    done = 0
    for start, end in _places(text, words):
        if start > done:
            pieces.append((text[done:start], False))
        pieces.append((text[start:end], True))
        done = end
    if done < len(text):
        pieces.append((text[done:], False))
    return pieces


def excerpt(texts: Iterable[str], words: Sequence[str]) -> list[Piece]:
    """Return the first text that holds one of the words, cut around it, else the beginning of the first."""
    first = ""
    for text in texts:
        places = _places(text, words)
        if places:
            return marked(_cut(text, *places[0]), words)
        first = first or text
    return marked(_cut(first, 0, 0), words)


def _cut(text: str, start: int, end: int) -> str:
    begin = (
        0
        if len(text) <= LONGEST_EXCERPT
        else max(0, min(start - BEFORE_THE_HIT, len(text) - LONGEST_EXCERPT))
    )
    stop = max(begin + LONGEST_EXCERPT, end)
    return f"{'…' if begin else ''}{text[begin:stop]}{'…' if stop < len(text) else ''}"


def _places(text: str, words: Iterable[str]) -> list[tuple[int, int]]:
    """Return where the words stand in the text as written, in order, none within another."""
    folded, origins = _folded(text)
    found = sorted(
        ((match.start(), match.end()) for word in words for match in re.finditer(re.escape(word), folded)),
        key=lambda place: (place[0], -place[1]),
    )
    places: list[tuple[int, int]] = []
    for start, end in found:
        if not places or origins[start][0] >= places[-1][1]:
            places.append((origins[start][0], origins[end - 1][1]))
    return places


def _folded(text: str) -> tuple[str, list[tuple[int, int]]]:
    """Return a text folded sign by sign, and for each character where the sign stands that it came from."""
    folded: list[str] = []
    origins: list[tuple[int, int]] = []
    for sign in _SIGNS.finditer(text):
        spelt = _fold_sign(sign[0])
        folded.append(spelt)
        origins += [sign.span()] * len(spelt)
    return "".join(folded), origins


@lru_cache(maxsize=8192)
def _fold_sign(sign: str) -> str:
    return fold(sign)
