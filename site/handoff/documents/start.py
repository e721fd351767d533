"""What the private door demands of the folder of its files before it serves or works."""

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from handoff.vault.exceptions import StoreUnavailable

from .keeping import refuse_open_folder
from .scanning import scanner


def refuse_unusable_folder() -> None:
    """Raise ImproperlyConfigured when the folder is away or open to others, or the scanner's name is none.

    Whether the scanner answers is asked with each file: until then nothing can be put down.
    """
    try:
        refuse_open_folder()
    except StoreUnavailable as error:
        raise ImproperlyConfigured(f"The private door does not start without its files: {error}") from None
    if settings.VIRUS_SCANNER:
        scanner(settings.VIRUS_SCANNER)
