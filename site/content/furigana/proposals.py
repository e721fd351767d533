"""Readings to be confirmed: the centre's dictionary first, then SudachiPy. The only door to SudachiPy.

It is an optional extra and slow to load; pages for readers never come here.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from typing import Any

from foundation.japanese.moments import pieces
from foundation.japanese.readings import Part, Parts, bases, has_kanji, hiragana, is_kana, merged, ruby_parts
from foundation.japanese.variant_kanji import STANDARD_FORMS

from .enums import Source

# Longer texts are refused by SudachiPy; nobody writes such a sentence.
MOST_BYTES = 40_000


@dataclass(frozen=True)
class Proposal:
    """A reading nobody has confirmed yet; `words` are those of the dictionary in it."""

    parts: Parts
    source: Source
    words: tuple[str, ...] = ()


def is_available() -> bool:
    """Return whether the optional extra `furigana` is installed."""
    return find_spec("sudachipy") is not None and find_spec("sudachidict_core") is not None


def propose(sentence: str, dictionary: Mapping[str, str]) -> Proposal:
    """Return a proposal for a sentence; kanji that nothing can read have no ruby in it."""
    parts: Parts = []
    words, at = [], 0
    for begin, end in _known(sentence, dictionary):
        word = sentence[begin:end]
        parts += [*_read(sentence[at:begin]), *ruby_parts(word, dictionary[word])]
        words.append(word)
        at = end
    parts = merged([*parts, *_read(sentence[at:])])
    assert bases(parts) == sentence
    return Proposal(parts, Source.DICTIONARY if words else Source.SUDACHI, tuple(dict.fromkeys(words)))


def _known(sentence: str, dictionary: Mapping[str, str]) -> Iterator[tuple[int, int]]:
    """Yield where words of the dictionary stand, the longest first at each place."""
    here = sorted((word for word in dictionary if word in sentence), key=len, reverse=True)
    if here:
        yield from (found.span() for found in re.finditer("|".join(map(re.escape, here)), sentence))


def _read(text: str) -> Iterator[Part]:
    for base, ruby in pieces(text):
        yield from [(base, ruby)] if ruby else _read_by_program(base)


def _read_by_program(text: str) -> Iterator[Part]:
    if not has_kanji(text) or not is_available() or len(text.encode()) > MOST_BYTES:
        yield (text, None)
        return
    usual = text.translate(STANDARD_FORMS)
    usual = usual if len(usual) == len(text) else text
    at = 0
    for word, reading in _words(usual):
        written = text[at : at + len(word)]
        at += len(word)
        kana = hiragana(reading)
        yield from ruby_parts(written, kana) if is_kana(kana) else [(written, None)]


def _words(text: str) -> list[tuple[str, str]]:
    """Return each word with its reading; a long word in its short ones, where they are read alike."""
    from sudachipy import SplitMode  # the extra is optional

    words: list[tuple[str, str]] = []
    # A tokenizer may not be shared between threads; making one costs little beside the dictionary.
    for word in _program().tokenizer().tokenize(text, SplitMode.C):
        whole = (word.surface(), word.reading_form())
        short = [(each.surface(), each.reading_form()) for each in word.split(SplitMode.A)]
        alike = "".join(reading for _, reading in short) == whole[1]
        words += short if short and alike else [whole]
    return words


@cache
def _program() -> Any:
    from sudachipy import Dictionary  # the extra is optional

    return Dictionary(dict="core")
