"""A file drawn as pictures by a process of its own, which has neither our secrets nor our database."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from . import drawing

SECONDS = {what: seconds + 30 for what, seconds in drawing.SECONDS.items()}


class NotDrawn(Exception):
    """The file cannot be shown; `str()` says why."""


@dataclass(frozen=True)
class Drawn:
    """The pages as PNG files in a folder that lasts as long as the block."""

    pages: tuple[Path, ...]


@contextmanager
def drawn(content: bytes) -> Iterator[Drawn]:
    """Give the pictures of a file while the block runs. Raises NotDrawn."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        count = _draw(content, folder, "pages")
        yield Drawn(tuple(folder / f"{number}.png" for number in range(1, count + 1)))


def photograph(content: bytes) -> bytes:
    """Return a photograph as a new JPEG, without anything else that stood in the file. Raises NotDrawn."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        _draw(content, folder, "photograph")
        return (folder / "1.jpg").read_bytes()


def _draw(content: bytes, folder: Path, what: str) -> int:
    command = [sys.executable, "-I", str(Path(drawing.__file__)), str(folder), what]
    try:
        told = subprocess.run(  # noqa: S603 -- our own program
            command, input=content, capture_output=True, timeout=SECONDS[what], check=True, env={}, cwd=folder
        )
        said = json.loads(told.stdout)
    except (subprocess.SubprocessError, ValueError) as error:
        raise NotDrawn(drawing.BROKEN) from error
    if why := said.get("why"):
        raise NotDrawn(str(why))
    return int(said["pages"])
