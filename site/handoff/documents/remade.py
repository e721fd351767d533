"""Files given to a program of its own to be made anew, marked or shown: nothing here reads them itself."""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from foundation.printing.fonts import FONT_FILE
from handoff.exceptions import Refused

from .enums import FileType
from .workshop import program
from .workshop.bounds import BROKEN, MEMORY, SECONDS

# Longer than the time that it may work: two others may be at work as well.
PATIENCE_SECONDS = 3 * SECONDS
FORMATS = {FileType.JPEG: "JPEG", FileType.PNG: "PNG"}


class NotMade(Refused):
    """The file is broken, or asks too much; the message is the sentence for whoever brought it."""


@dataclass(frozen=True)
class Remade:
    """A file made anew."""

    content: bytes
    pages: int


@dataclass(frozen=True)
class Shown:
    """Pages as photographs with the mark on each, and how many the whole file has."""

    pages: int
    pictures: tuple[bytes, ...]


def remade(content: bytes, kind: FileType) -> Remade:
    """Return a file made anew, without anything that acts, hides or tells of its maker. Raises NotMade."""
    said, made = _work("remake", content, kind)
    return Remade(made, said["pages"])


def marked(content: bytes, kind: FileType, words: Sequence[str]) -> bytes:
    """Return a PDF, or else a JPEG, with the mark on each page. Raises NotMade."""
    return _work("mark", content, kind, words=list(words))[1]


def shown(content: bytes, kind: FileType, words: Sequence[str], *, first: int, most: int) -> Shown:
    """Return some pages as photographs with the mark on each, from one on. Raises NotMade."""
    said, made = _work("show", content, kind, words=list(words), first=first, most=most)
    pictures, place = [], 0
    for length in said["lengths"]:
        pictures.append(made[place : place + length])
        place += length
    return Shown(said["pages"], tuple(pictures))


def _work(what: str, content: bytes, kind: FileType, **order: Any) -> tuple[dict[str, Any], bytes]:
    limits = {"seconds": SECONDS, "memory": MEMORY, "parent": os.getpid()}
    order |= {"limits": limits, "font": str(FONT_FILE), "format": FORMATS.get(kind, "")}
    order["do"] = f"{what}_pdf" if kind == FileType.PDF else f"{what}_picture"
    try:
        told = subprocess.run(  # noqa: S603 -- our own program
            [sys.executable, "-I", program.__file__],
            input=json.dumps(order).encode() + b"\n" + content,
            capture_output=True,
            timeout=PATIENCE_SECONDS,
            check=True,
            env={},
            cwd="/",
        )
        line, _, made = told.stdout.partition(b"\n")
        said: dict[str, Any] = json.loads(line)
    except (subprocess.SubprocessError, ValueError) as error:
        raise NotMade(BROKEN) from error
    if why := said.get("why"):
        raise NotMade(str(why))
    return said, made
