"""A certificate as an answer to whoever asks; may they have it is for the caller to know."""

from django.http import HttpResponse

from content.desk import file
from events.certificates.models import Certificate
from events.certificates.papers import certificates_pdf

PDF = "application/pdf"


def certificate_file(certificate: Certificate, *, inline: bool = False) -> HttpResponse:
    """Return one certificate as a PDF, to be saved, or with `inline` to be looked at first."""
    name = f"{certificate.number}.pdf"
    return file(certificates_pdf([certificate]), name=name, content_type=PDF, inline=inline)
