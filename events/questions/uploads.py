"""Files of applicants: hostile until proven. Pictures are written anew, so that nothing else stays."""

import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING

from content import uploads
from events import drawing
from events.pictures import NotDrawn, photograph

from .exceptions import FileRefused

if TYPE_CHECKING:
    from django.core.files.base import File

MOST_BYTES = 10 * 1024 * 1024
DOCUMENTS = frozenset({"pdf", "docx", "xlsx"})
KINDS = "PDF、Word（docx）、Excel（xlsx）、写真（JPEG、PNG）"
# However many are sent at once, there is memory for one.
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
    content = file.read()
    return Proven(content, suffix) if suffix in DOCUMENTS else Proven(_picture(content), "jpg")


def _picture(content: bytes) -> bytes:
    """Return a picture as a new JPEG, drawn by a process that is thrown away."""
    try:
        with _ONE_AT_A_TIME:
            return photograph(content)
    except NotDrawn as refused:
        if str(refused) == drawing.TOO_LARGE:
            raise FileRefused("写真が大きすぎます。小さくしてから送ってください。") from refused
        raise FileRefused(f"このファイルは使えません。送れるのは、{KINDS}です。") from refused
