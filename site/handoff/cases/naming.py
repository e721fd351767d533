"""Whether a text calls somebody by name where nobody is to be told who it is about."""

from collections.abc import Iterable

from foundation.japanese.text import fold

# What is put behind a name when somebody is spoken of.
_CALLED = ("さん", "様", "氏", "くん", "君", "ちゃん")


def names_somebody(text: str, *, names: Iterable[str]) -> bool:
    """Return whether a text calls somebody by one of these names: in full, or one part of it with さん.

    A part alone says nothing: many names are words of every day. Kana of both kinds are the same.
    """
    plain = fold(text)
    for name in names:
        parts = [fold(part) for part in name.split()]
        if len(parts) > 1 and "".join(parts) in plain:
            return True
        if any(f"{part}{fold(called)}" in plain for part in parts for called in _CALLED):
            return True
    return False
