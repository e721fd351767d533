"""Whether files can be put down now, as `/readyz` asks."""

from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from foundation.health import has_room

from .scanning import answers
from .start import refuse_unusable_folder


def files_are_kept() -> bool:
    """Return whether the folder of files is ours alone, and its disk has room for another one."""
    try:
        refuse_unusable_folder()
    except ImproperlyConfigured:
        return False
    return has_room(Path(settings.DOCUMENT_FOLDER))


def scanner_answers() -> bool:
    """Return whether the scanner answers, where one is named: without it nothing can be put down."""
    return not settings.VIRUS_SCANNER or answers(settings.VIRUS_SCANNER)
