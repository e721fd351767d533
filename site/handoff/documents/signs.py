"""What a file really is, by its first bytes; what may not lie here is told what to do instead. No Django."""

from collections.abc import Mapping
from dataclasses import dataclass

from .enums import FileType

# A PDF may carry a few bytes of nothing before its sign elsewhere; here the sign is the very first thing.
SIGNS: Mapping[FileType, bytes] = {
    FileType.PDF: b"%PDF-",
    FileType.JPEG: b"\xff\xd8\xff",
    FileType.PNG: b"\x89PNG\r\n\x1a\n",
}
# How far into a file the look goes.
HEAD_BYTES = 4096

AS_PDF = "その画面で「印刷」か「名前を付けて保存」を選び、PDFにしてから置いてください。"
OFFICE = f"Word、Excel、PowerPointなどのファイルは置けません。{AS_PDF}"
PACKED = "まとめたファイル（ZIPなど）は置けません。中の書類を、1つずつPDFかJPEG、PNGで置いてください。"
WEB_PAGE = f"Webページのファイルは置けません。{AS_PDF}"
DRAWING = "SVGの絵は置けません。PNGかPDFにしてから置いてください。"
OTHER_PICTURE = (
    "この種類の画像は置けません。写真を開いて、JPEGかPNGで保存しなおしてから置いてください。"
    "iPhoneの写真は、設定の「カメラ」の「フォーマット」を「互換性優先」にすると、JPEGになります。"
)
PROGRAM = "プログラムのファイルは置けません。置けるのは、PDFと写真（JPEG、PNG）だけです。"
ANYTHING_ELSE = f"置けるのは、PDFと写真（JPEG、PNG）だけです。ほかのものは、{AS_PDF}"
NOTHING = "ファイルが空です。もう一度、選んでください。"


@dataclass(frozen=True)
class Foreign:
    """A kind of file that is refused: how it begins, and what to do instead."""

    signs: tuple[bytes, ...]
    says: str
    at: int = 0


FOREIGN = (
    Foreign((b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"{\\rtf"), OFFICE),
    Foreign((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08"), PACKED),
    Foreign((b"7z\xbc\xaf\x27\x1c", b"Rar!", b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"MSCF"), PACKED),
    Foreign((b"ustar",), PACKED, at=257),
    Foreign((b"MZ", b"\x7fELF", b"\xca\xfe\xba\xbe", b"#!"), PROGRAM),
    Foreign((b"GIF8", b"II*\0", b"MM\0*", b"BM", b"RIFF"), OTHER_PICTURE),
    Foreign((b"ftyp",), OTHER_PICTURE, at=4),
)
# An Office file of today is a ZIP whose first names say so.
OFFICE_NAMES = (b"[Content_Types].xml", b"word/", b"xl/", b"ppt/", b"mimetypeapplication/vnd.oasis")


def type_of(head: bytes) -> FileType | None:
    """Return what a file is by its first bytes; None for everything that may not lie here."""
    return next((kind for kind, sign in SIGNS.items() if head.startswith(sign)), None)


def refusal_of(head: bytes) -> str:
    """Return what to tell somebody whose file may not lie here: what it is, and what to do instead."""
    if not head:
        return NOTHING
    found = next((each for each in FOREIGN if head[each.at :].startswith(each.signs)), None)
    if found is None:
        return _of_text(head)
    is_office = found.says == PACKED and any(name in head for name in OFFICE_NAMES)
    return OFFICE if is_office else found.says


def _of_text(head: bytes) -> str:
    """Tell a drawing and a web page from other text."""
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if not text.startswith(b"<"):
        return ANYTHING_ELSE
    return DRAWING if b"<svg" in text else WEB_PAGE
