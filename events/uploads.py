"""Files that staff add to an event: hostile until proven, and kept while the rest of the form is mended."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import PurePath
from typing import TYPE_CHECKING

from django.core.files.storage import default_storage
from django.core.signing import BadSignature, TimestampSigner

from content import uploads
from foundation.japanese.text import clean_line

if TYPE_CHECKING:
    from django.core.files.base import File

MOST_FILES = 5
MOST_BYTES = 20 * 1024 * 1024
TITLE_LENGTH = 80
FOLDER = "events/held"
HELD_FOR = timedelta(days=1)
SIGNER = TimestampSigner(salt="events.uploads")


class UploadRefused(Exception):
    """A file is not what an event may hand out; `str()` is the sentence for the reader."""


@dataclass(frozen=True)
class HeldUpload:
    """A file that was looked into and waits for its event; `token` names it in the form."""

    token: str
    name: str
    title: str

    @property
    def suffix(self) -> str:
        return self.name.rpartition(".")[2]


def hold(file: "File[bytes]", *, now: datetime) -> HeldUpload:
    """Look into a file and keep it for a day, until the form that it came with is right.

    Raises UploadRefused with what is wrong.
    """
    suffix = proven_suffix(file)
    _forget_old_files(now)
    name = f"{secrets.token_hex(8)}.{suffix}"
    default_storage.save(f"{FOLDER}/{name}", file)
    title = clean_line(PurePath(file.name or "").stem)[:TITLE_LENGTH] or "資料"
    return HeldUpload(SIGNER.sign_object([name, title]), name, title)


def held_uploads(tokens: Iterable[str]) -> list[HeldUpload]:
    """Return the held files that these tokens name; a forged or old token names none."""
    found = []
    for token in tokens:
        try:
            name, title = SIGNER.unsign_object(token, max_age=HELD_FOR)
        except BadSignature:
            continue
        if default_storage.exists(f"{FOLDER}/{name}"):
            found.append(HeldUpload(token, name, title))
    return found


def open_held(upload: HeldUpload) -> "File[bytes]":
    """Return the content of a held file."""
    return default_storage.open(f"{FOLDER}/{upload.name}")


def proven_suffix(file: "File[bytes]") -> str:
    """Return pdf, docx, xlsx or pptx, by the content and not by the name. Raises UploadRefused."""
    if file.size > MOST_BYTES:
        raise UploadRefused(f"「{file.name}」は20MBを超えています。小さくするか、分けてください。")
    suffix = uploads.proven_suffix(file)
    if not suffix:
        raise UploadRefused(
            f"「{file.name}」は使えません。PDF、Word（docx）、Excel（xlsx）、PowerPoint（pptx）だけを添えられます。"
        )
    return suffix


def _forget_old_files(now: datetime) -> None:
    try:
        names = default_storage.listdir(FOLDER)[1]
    except FileNotFoundError:  # nothing was ever held here
        return
    for name in names:
        path = f"{FOLDER}/{name}"
        if default_storage.get_modified_time(path) < now - HELD_FOR:
            default_storage.delete(path)
