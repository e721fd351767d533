"""Following a document: its log on the screen and as a file, and the copies of it that lie on paper."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils import timezone

from handoff.access import opened
from handoff.actors import Actor
from handoff.cases.access import relations
from handoff.cases.rules import Act, allows
from handoff.days import may_have_been
from handoff.documents.access import followed_document, paper_copy_for
from handoff.documents.log import LogLine, PaperLine, lines_of, papers_of
from handoff.documents.mark import reference_of
from handoff.documents.models import Document, PaperCopy
from handoff.exceptions import Refused, obey

# Copies on paper are often destroyed when a case is closed or the file is gone: whoever may read who the
# case is about writes them down, then as well.
FOLLOWING = Act.READ_IDENTITY


@dataclass(frozen=True, kw_only=True)
class DocumentLog:
    """What was done with a document, and whether its reader may write down copies on paper."""

    document: Document
    reference: str
    lines: Sequence[LogLine]
    papers: Sequence[PaperLine]
    may_write: bool


@dataclass(frozen=True, kw_only=True)
class NewPaper:
    """Copies on paper: how many, since when, and to whom they went or where they lie (sealed)."""

    copies: int
    made_on: date
    whereabouts: str
    form_key: UUID


def read_log(*, document_id: UUID, actor: Actor, now: datetime, verb: str = "read") -> DocumentLog:
    """Return who read a document of this side when, who took copies, and what lies on paper.

    Also of one that was removed. Raises Http404 for the receiving side, as for none.
    """
    today = timezone.localdate(now)
    with opened(actor, now=now) as opening:
        document = followed_document(actor, document_id, Act.READ, today=today)
        opening.note(f"documents.log_{verb}", document)
        stands = relations(actor, document.case, today=today)
        may_read = allows(FOLLOWING, stands, is_closed=document.case.closed_on is not None)
        return DocumentLog(
            document=document,
            reference=reference_of(document),
            lines=lines_of(document),
            papers=papers_of(document, may_read=may_read),
            may_write=may_read,
        )


def write_paper_copy(*, document_id: UUID, new: NewPaper, actor: Actor, now: datetime) -> PaperCopy:
    """Write down copies on paper; the same form sent again gives the line of the first time.

    Raises Http404, Refused.
    """
    assert actor.user is not None
    today = timezone.localdate(now)
    with opened(actor, now=now) as opening:
        document = followed_document(actor, document_id, FOLLOWING, today=today)
        if known := document.paper_copies.filter(form_key=new.form_key).first():
            return known
        obey(may_have_been(new.made_on, today=today, what="作った日"))
        paper = PaperCopy(
            document=document,
            copies=new.copies,
            made_on=new.made_on,
            written_by=actor.user,
            written_at=now,
            form_key=new.form_key,
        )
        paper.seal(whereabouts=new.whereabouts)
        paper.save(force_insert=True)
        opening.note("documents.paper_written", document)
        return paper


def read_paper_copy(*, paper_id: UUID, actor: Actor, now: datetime) -> PaperLine:
    """Return a line of copies on paper that this actor may write on. Raises Http404."""
    with opened(actor, now=now):
        paper = paper_copy_for(actor, paper_id, today=timezone.localdate(now))
        return PaperLine(paper=paper, whereabouts=paper.unseal("whereabouts"))


def note_destroyed(*, paper_id: UUID, on: date, actor: Actor, now: datetime) -> None:
    """Write down on which day copies on paper were destroyed; once. Raises Http404, Refused."""
    today = timezone.localdate(now)
    with opened(actor, now=now) as opening:
        paper = paper_copy_for(actor, paper_id, today=today)
        if paper.destroyed_on is not None:
            raise Refused("捨てた日は、もう書いてあります。")
        if not paper.made_on <= on <= today:
            raise Refused("捨てた日は、作った日から今日までの間の日を書いてください。")
        paper.destroyed_on, paper.destroyed_by = on, actor.user
        paper.save(update_fields=["destroyed_on", "destroyed_by"])
        opening.note("documents.paper_destroyed", paper.document)
