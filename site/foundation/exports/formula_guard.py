"""Cells that a spreadsheet would take for a formula (CSV injection, CWE-1236).

A cell is suspicious when it begins, after white space, with = + - @ in any width, or with a tab or line
break. A plain negative number and a lone hyphen are harmless and stay as they are. +81-76-266-1070 is
suspicious: Excel would show the difference, -1331.
"""

import re

# Apostrophes in front are looked through, so that a guard can be told from an apostrophe that somebody typed.
_SUSPICIOUS = re.compile(r"'*\s*[=+\-@＝＋－−＠]|'*[\t\r\n]")
_HARMLESS = re.compile(r"[-－−]([0-9][0-9,]*(\.[0-9]+)?%?)?")


def is_suspicious(text: str) -> bool:
    """Return whether a spreadsheet may calculate with `text` instead of showing it."""
    return _SUSPICIOUS.match(text) is not None and _HARMLESS.fullmatch(text) is None


def guarded(text: str) -> str:
    """Return `text` with an apostrophe in front when it is suspicious: readable, and text everywhere."""
    return f"'{text}" if is_suspicious(text) else text


def unguarded(text: str) -> str:
    """Return what `guarded` was given, to read our own files back."""
    return text[1:] if text.startswith("'") and is_suspicious(text[1:]) else text
