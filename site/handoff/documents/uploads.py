"""How a file of a case comes in: into memory without a name, and no further than it may be large."""

import os
from typing import IO, Any

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler

from .workshop.bounds import MOST_BYTES


class InMemoryUploadHandler(FileUploadHandler):
    """Keeps what is sent in memory, whatever its size; of a file that is too large only the beginning."""

    held: IO[bytes]

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        # Not the disk: a deleted file's bytes stay there.
        self.held = os.fdopen(os.memfd_create("upload", os.MFD_CLOEXEC), "w+b")

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if start <= MOST_BYTES:
            self.held.write(raw_data)

    def file_complete(self, file_size: int) -> UploadedFile:
        self.held.seek(0)
        return UploadedFile(
            self.held, self.file_name, self.content_type, file_size, self.charset, self.content_type_extra
        )
