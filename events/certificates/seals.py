"""The picture of the centre's seal: a file that only papers read, never served by an address of its own."""

import io
from collections.abc import Iterable
from contextlib import suppress
from typing import TYPE_CHECKING

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import Image, UnidentifiedImageError

if TYPE_CHECKING:
    from django.core.files.base import File

FOLDER = "events/certificates/seal"
MOST_BYTES = 2 * 1024 * 1024
MOST_PIXELS = 4_000_000
SIDE = 600
# So many digits in front of a name say which picture came first.
DIGITS = 6
# So often it is looked anew which picture holds, while the desk changes it.
MORE_LOOKS = 2


class NotASeal(Exception):
    """The file is no picture that can be used; the words say what to do."""


def seal_png() -> bytes:
    """Return the seal as PNG, nothing where the centre has none: then its place is framed for a stamp."""
    for _ in range(MORE_LOOKS):
        # Between the look and the reading the desk may have put another one in its place.
        with suppress(FileNotFoundError):
            return _read()
    return _read()


def _read() -> bytes:
    kept = _kept()
    if not kept:
        return b""
    with default_storage.open(kept[0]) as file:
        content: bytes = file.read()
    return content


def _kept() -> list[str]:
    """Return the pictures that are there; the earliest holds, a later one once those before it are gone."""
    try:
        names = default_storage.listdir(FOLDER)[1]
    except FileNotFoundError:
        return []
    return [f"{FOLDER}/{name}" for name in sorted(names)]


def as_png(file: "File[bytes]") -> bytes:
    """Return a picture written anew as a small PNG: nothing else that the file held remains.

    Raises NotASeal.
    """
    if file.size > MOST_BYTES:
        raise NotASeal("2MBまでの画像を選んでください。")
    try:
        with Image.open(file, formats=("PNG", "JPEG")) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise NotASeal("画像が大きすぎます。たてよこ2000ピクセルまでにしてください。")
            drawn = picture.convert("RGBA")
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError) as error:
        raise NotASeal("画像として開けません。PNGかJPEGを選んでください。") from error
    drawn.thumbnail((SIDE, SIDE))
    written = io.BytesIO()
    drawn.save(written, "PNG")
    return written.getvalue()


def keep(png: bytes) -> None:
    """Keep this picture in place of the one before, which holds until the new one is whole."""
    before = _kept()
    last = before[-1].removeprefix(f"{FOLDER}/")[:DIGITS] if before else "0"
    default_storage.save(f"{FOLDER}/{int(last) + 1:0{DIGITS}}.png", ContentFile(png))
    _remove(before)


def forget() -> None:
    """Let papers have no seal again."""
    _remove(_kept())


def _remove(names: Iterable[str]) -> None:
    for name in names:
        default_storage.delete(name)
