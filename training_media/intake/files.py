"""Where uploads lie while they come and are worked on: a folder that no address leads to."""

import errno
import os
import shutil
from pathlib import Path
from typing import IO, TYPE_CHECKING

from django.conf import settings

from .exceptions import NoRoom

if TYPE_CHECKING:
    from .models import Upload

COPY_BYTES = 1024 * 1024
FULL = (errno.ENOSPC, errno.EDQUOT)


def folder() -> Path:
    """Return the folder of uploads, made if need be; only the portal reads in it."""
    found = Path(settings.VAR) / "uploads"
    found.mkdir(mode=0o700, parents=True, exist_ok=True)
    return found


def source_path(upload: "Upload") -> Path:
    return folder() / upload.key.hex


def work_folder(upload: "Upload") -> Path:
    """Return where renditions are made before they are whole."""
    return folder() / f"{upload.key.hex}.work"


def free_bytes() -> int:
    return shutil.disk_usage(folder()).free


def write_at(path: Path, place: int, content: IO[bytes]) -> int:
    """Write something at a place of a file, and return only when the disk holds it; returns how many bytes.

    Raises NoRoom, with the file as long as it was.
    """
    handle = os.open(path, os.O_WRONLY | os.O_CREAT, 0o600)
    try:
        with os.fdopen(handle, "r+b", buffering=0) as file:
            return _write(file, place, content)
    except OSError as error:
        if error.errno in FULL:
            raise NoRoom from error
        raise


def _write(file: IO[bytes], place: int, content: IO[bytes]) -> int:
    try:
        file.seek(place)
        shutil.copyfileobj(content, file, COPY_BYTES)
        os.fsync(file.fileno())
        return file.tell() - place
    except OSError:
        file.truncate(place)
        raise


def forget_source(upload: "Upload") -> None:
    """Delete what came of an upload, and what was half made of it."""
    source_path(upload).unlink(missing_ok=True)
    shutil.rmtree(work_folder(upload), ignore_errors=True)
