"""The picture of the centre's seal: one file that only papers read, never served by an address of its own."""

import io
from typing import TYPE_CHECKING

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import Image, UnidentifiedImageError

if TYPE_CHECKING:
    from django.core.files.base import File

NAME = "events/certificates/seal.png"
MOST_BYTES = 2 * 1024 * 1024
MOST_PIXELS = 4_000_000
SIDE = 600


class NotASeal(Exception):
    """The file is no picture that can be used; the words say what to do."""


def seal_png() -> bytes:
    """Return the seal as PNG, nothing where the centre has none: then its place is framed for a stamp."""
    if not default_storage.exists(NAME):
        return b""
    with default_storage.open(NAME) as file:
        content: bytes = file.read()
    return content


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
    """Keep this picture in place of the one before."""
    forget()
    default_storage.save(NAME, ContentFile(png))


def forget() -> None:
    """Let papers have no seal again."""
    default_storage.delete(NAME)
