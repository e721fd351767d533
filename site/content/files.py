"""Files that all readers share: unlike those of the desk, they may be kept at the front."""

from collections.abc import Iterable

from django.http import HttpResponse, StreamingHttpResponse
from django.utils.http import content_disposition_header


def shared_stream(pieces: Iterable[bytes], *, name: str, content_type: str) -> StreamingHttpResponse:
    """Return a file to be saved, written while it is sent: however long it is, nothing holds it whole."""
    disposition = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    return StreamingHttpResponse(
        pieces, content_type=content_type, headers={"Content-Disposition": disposition}
    )


def shared_file(content: bytes, *, name: str, content_type: str, inline: bool = False) -> HttpResponse:
    """Return a public file to be saved, or with `inline` to be looked at first."""
    disposition = content_disposition_header(as_attachment=not inline, filename=name) or "attachment"
    return HttpResponse(content, content_type=content_type, headers={"Content-Disposition": disposition})
