"""Files that all readers share: unlike those of the desk, they may be kept at the front."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header


def shared_file(content: bytes, *, name: str, content_type: str, inline: bool = False) -> HttpResponse:
    """Return a public file to be saved, or with `inline` to be looked at first."""
    disposition = content_disposition_header(as_attachment=not inline, filename=name) or "attachment"
    return HttpResponse(content, content_type=content_type, headers={"Content-Disposition": disposition})
