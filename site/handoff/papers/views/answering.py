"""How a paper is answered: shown in the browser, its file named by number and kind alone."""

from django.http import HttpResponse


def pdf_answer(pdf: bytes, *, reference: str, kind: str) -> HttpResponse:
    """Return a paper to be looked at and printed; nothing of it is left among the downloads of a desk."""
    headers = {"Content-Disposition": f'inline; filename="{reference}-{kind}.pdf"'}
    return HttpResponse(pdf, content_type="application/pdf", headers=headers)
