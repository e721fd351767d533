"""Documents as tests need them, put down by the service itself."""

from uuid import uuid4

from handoff.documents.enums import Copy, DocumentKind
from handoff.documents.services.filing import NewDocument, add_document
from handoff.documents.services.reading import read_pages
from handoff.documents.services.taking import take_copy
from tests.factories.cases import NOW, acting
from tests.factories.hostile import pdf

NAME = "かなりあさんの同意書.pdf"


def put_down(case_id, user, *, now=NOW, **fields):
    """Put a document down as somebody; a small PDF unless told otherwise."""
    facts = {
        "kind": DocumentKind.CONSENT_FORM,
        "name": NAME,
        "content": pdf(),
        "form_key": uuid4(),
    } | fields
    new = NewDocument(**facts)
    return add_document(case_id=case_id, new=new, actor=acting(user, now=now), now=now)


def look(document, user, *, now=NOW, first=1):
    return read_pages(document_id=document.pk, first=first, actor=acting(user, now=now), now=now)


def take(document, user, *, copy=Copy.MARKED, now=NOW):
    return take_copy(document_id=document.pk, copy=copy, actor=acting(user, now=now), now=now)
