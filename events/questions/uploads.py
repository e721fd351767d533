"""Files of applicants: hostile until proven. Pictures are written anew, so that nothing else stays."""

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PIL import Image, ImageOps, UnidentifiedImageError

from content import uploads

from .exceptions import FileRefused

if TYPE_CHECKING:
    from django.core.files.base import File

MOST_BYTES = 10 * 1024 * 1024
MOST_PIXELS = 40_000_000
DOCUMENTS = frozenset({"pdf", "docx", "xlsx"})
KINDS = "PDF、Word（docx）、Excel（xlsx）、写真（JPEG、PNG）"
QUALITY = 85


@dataclass(frozen=True)
class Proven:
    """What is kept of a file: its content and what it is."""

    content: bytes
    suffix: str


def proven(file: "File[bytes]") -> Proven:
    """Return what is kept of a file, by its content and not by its name. Raises FileRefused."""
    if not file.size:
        raise FileRefused("ファイルの中身がありません。もう一度選んでください。")
    if file.size > MOST_BYTES:
        raise FileRefused("10MBを超えています。小さくするか、お電話でご相談ください。")
    suffix = uploads.proven_suffix(file)
    file.seek(0)
    if suffix in DOCUMENTS:
        return Proven(file.read(), suffix)
    return Proven(_picture(file), "jpg")


def _picture(file: "File[bytes]") -> bytes:
    """Return a picture as a new JPEG: places and names that the camera wrote into it are gone."""
    try:
        with Image.open(file, formats=("JPEG", "PNG")) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise FileRefused("写真が大きすぎます。小さくしてから送ってください。")
            drawn = ImageOps.exif_transpose(picture).convert("RGB")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise FileRefused(f"このファイルは使えません。送れるのは、{KINDS}です。") from error
    written = io.BytesIO()
    drawn.save(written, "JPEG", quality=QUALITY)
    return written.getvalue()
