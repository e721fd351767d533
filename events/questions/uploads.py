"""Files of applicants: hostile until proven. Pictures are written anew, so that nothing else stays."""

import io
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PIL import Image, ImageOps

from content import uploads

from .exceptions import FileRefused

if TYPE_CHECKING:
    from django.core.files.base import File

MOST_BYTES = 10 * 1024 * 1024
# A telephone writes JPEG of up to 24 million, which is read smaller; a PNG of few bytes fills the memory.
MOST_PIXELS = {"JPEG": 25_000_000, "PNG": 12_000_000}
# A sheet of paper in a photograph can still be read.
FINE_ENOUGH = 1500
DOCUMENTS = frozenset({"pdf", "docx", "xlsx"})
KINDS = "PDF、Word（docx）、Excel（xlsx）、写真（JPEG、PNG）"
QUALITY = 85
# However many are sent at once, a process has the memory for one.
_ONE_AT_A_TIME = threading.Lock()


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
        with _ONE_AT_A_TIME, Image.open(file, formats=tuple(MOST_PIXELS)) as picture:
            _insist_on_size(picture)
            return _written_anew(picture)
    except FileRefused:
        raise
    # Whatever a damaged picture does to the library, in reading or in writing, it is not a picture.
    except Exception as error:
        raise FileRefused(f"このファイルは使えません。送れるのは、{KINDS}です。") from error


def _insist_on_size(picture: Image.Image) -> None:
    # A JPEG with a second picture inside, as telephones write it, has a name of its own.
    most = MOST_PIXELS["PNG" if picture.format == "PNG" else "JPEG"]
    if picture.width * picture.height > most:
        raise FileRefused("写真が大きすぎます。小さくしてから送ってください。")


def _written_anew(picture: Image.Image) -> bytes:
    picture.draft("RGB", (FINE_ENOUGH, FINE_ENOUGH))
    ImageOps.exif_transpose(picture, in_place=True)
    drawn = picture.convert("RGB")
    # Comments and texts would go along.
    drawn.info = {}
    written = io.BytesIO()
    drawn.save(written, "JPEG", quality=QUALITY)
    return written.getvalue()
