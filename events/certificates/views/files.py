"""A certificate as an answer to whoever asks; may they have it is for the caller to know."""

from collections.abc import Sequence

from django.http import HttpResponse

from content.desk import file
from events.certificates.models import Certificate
from events.certificates.papers import certificates_pdf

PDF = "application/pdf"
ZIP = "application/zip"
FILE_NAME = "修了証"


def certificate_file(certificate: Certificate, *, inline: bool = False) -> HttpResponse:
    """Return one certificate as a PDF, to be saved, or with `inline` to be looked at first.

    The file is called by neither name nor number: whoever knows the number reads the name.
    """
    return certificates_file([certificate], inline=inline)


def certificates_file(certificates: Sequence[Certificate], *, inline: bool = False) -> HttpResponse:
    """Return several certificates as one PDF, a page each."""
    made = certificates_pdf(certificates)
    return file(made, name=f"{FILE_NAME}.pdf", content_type=PDF, inline=inline)
