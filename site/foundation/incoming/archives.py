"""ZIP files from outside: what they hold, told without unpacking, and what may go wrong in unpacking."""

import zipfile
import zlib
from typing import IO

from .refusal import FileRefused

START = b"PK\x03\x04"
# The list of parts at the end of a ZIP: 200 parts with long names need a tenth of it.
MOST_DIRECTORY_BYTES = 1024 * 1024
# The end of a ZIP: signature, 6 bytes, parts, size of the list of parts; a comment of up to 64 KB follows.
_ZIP_END, _ZIP_END_BYTES, _ZIP64 = b"PK\x05\x06", 22, b"PK\x06\x07"
# What goes wrong in unpacking: damage, a wrong size, a password, a way of packing that we do not know.
UNPACKING = (
    *(zipfile.BadZipFile, zlib.error, EOFError),
    *(NotImplementedError, RuntimeError, ValueError, OSError),
)


def listed(file: IO[bytes], *, too_much: str, broken: str) -> list[zipfile.ZipInfo]:
    """Return what a ZIP says that it holds; a list of millions of parts is not even read.

    Raises FileRefused with the words `too_much` or `broken`.
    """
    size = file.seek(0, 2)
    file.seek(max(0, size - _ZIP_END_BYTES - 0xFFFF))
    tail = file.read()
    # As `zipfile` looks for it: at the very end, else before a comment.
    end = len(tail) - _ZIP_END_BYTES if tail[-_ZIP_END_BYTES:].startswith(_ZIP_END) else tail.rfind(_ZIP_END)
    said = int.from_bytes(tail[end + 12 : end + 16], "little") if end >= 0 else 0
    if said > MOST_DIRECTORY_BYTES or _ZIP64 in tail[max(0, end - 20) : max(0, end)]:
        raise FileRefused(too_much)
    try:
        with zipfile.ZipFile(file) as archive:
            return archive.infolist()
    except UNPACKING:
        raise FileRefused(broken) from None
