"""What is typed for somebody who reads easy words: is it easy, and has each kanji its reading."""

from foundation.easy.rules import findings
from foundation.japanese.moments import pieces
from foundation.japanese.readings import (
    BadNotation,
    Parts,
    bases,
    has_kanji,
    merged,
    parse,
    problem_of,
)


def read_parts(text: str) -> Parts:
    """Return a text in notation as parts, days and counts read by rule. Raises BadNotation."""
    return merged(
        piece
        for base, ruby in parse(text)
        for piece in ([(base, ruby)] if ruby is not None or not has_kanji(base) else pieces(base))
    )


def plain(text: str) -> str:
    """Return a text in notation without its readings. Raises BadNotation."""
    return bases(parse(text))


def missing_reading(text: str) -> str:
    """Return what to do about the readings of a text, nothing where each kanji has one."""
    try:
        parts = read_parts(text)
    except BadNotation as error:
        return str(error)
    return problem_of(parts, bases(parts))


def too_hard(text: str, *, where: str) -> list[str]:
    """Return what is too hard to read in a text whose notation is right."""
    return [str(found) for found in findings([(where, plain(text))]) if found.is_error]
