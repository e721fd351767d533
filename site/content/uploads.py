"""What a file is by its content, whatever it is called: files are hostile until proven."""

import zipfile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.core.files.base import File

# A document of 20 MB rarely unpacks to more; what does is made to fill a disk.
MOST_UNPACKED_BYTES = 200 * 1024 * 1024
MOST_PARTS = 5000
# The part that makes a zip file a document of its kind.
OFFICE_PARTS = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml", "pptx": "ppt/presentation.xml"}
PROVEN = frozenset({"pdf", *OFFICE_PARTS})
# Texts and tables come from Japanese offices in one of these.
ENCODINGS = ("utf-8-sig", "cp932")


def proven_suffix(file: "File[bytes]") -> str:
    """Return pdf, docx, xlsx or pptx, by the content and not by the name; nothing for anything else."""
    file.seek(0)
    start = file.read(5)
    suffix = "pdf" if start == b"%PDF-" else _office_suffix(file) if start[:4] == b"PK\x03\x04" else ""
    file.seek(0)
    return suffix


def is_plain_text(file: "File[bytes]") -> bool:
    """Return whether a file holds text that people read, and no program."""
    file.seek(0)
    content = file.read()
    file.seek(0)
    return b"\0" not in content and any(_decodes(content, encoding) for encoding in ENCODINGS)


def _decodes(content: bytes, encoding: str) -> bool:
    try:
        content.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _office_suffix(file: "File[bytes]") -> str:
    try:
        with zipfile.ZipFile(file) as parts:
            entries = parts.infolist()
    except Exception:  # noqa: BLE001 -- whatever a damaged file does to the library, it is not a document
        return ""
    names = {entry.filename for entry in entries}
    is_sound = (
        "[Content_Types].xml" in names
        and len(entries) <= MOST_PARTS
        and sum(entry.file_size for entry in entries) <= MOST_UNPACKED_BYTES
        # Bit 0 says encrypted; a macro is a program, whatever the file is called.
        and not any(entry.flag_bits & 1 or entry.filename.endswith("vbaProject.bin") for entry in entries)
    )
    return next((suffix for suffix, part in OFFICE_PARTS.items() if is_sound and part in names), "")
