"""Papers of the invented cases, drawn here: a consent, one within a part, and one that was removed again."""

from datetime import timedelta
from io import BytesIO
from uuid import uuid5

from django.utils import timezone
from PIL import Image, ImageDraw, ImageFont

from foundation.demo import World
from foundation.printing.fonts import FONT_FILE
from handoff.access import opened
from handoff.actors import CLOCK
from handoff.disclosure.enums import Part
from handoff.machine.demo import CITY, HOME
from handoff.machine.demo_steps import FORMS, actor_of_cast
from handoff.machine.models import Handoff

from .enums import Copy, CopyLimit, DocumentKind
from .models import Document
from .rules import Limit
from .services.filing import NewDocument, add_document, remove_document
from .services.following import NewPaper, note_destroyed, write_paper_copy
from .services.reading import read_pages
from .services.sharing import share_document
from .services.taking import take_copy

SHOWN_DAYS = 21
A4_AT_100_DPI = (827, 1169)
CONSENT = """同意書（見本）

わたしは、住むところと支える人を見つけるために、
見本地域生活定着支援センターが、わたしのことを
関係機関に伝えることに同意します。

やめたいときは、いつでもやめられます。

　令和8年11月　　　　　　　見本 一夫"""
LIVING = """くらしのようす（見本）

・起床6時30分、就寝21時
・朝食のあとに薬を1回
・洗濯は自分でできる
・買い物は、書いた紙があると忘れない"""
WRONG = "別の方の受領書（見本）"


def fill(world: World) -> None:
    """Add what is missing."""
    with opened(CLOCK, now=world.now):
        if Document.objects.exists():
            return
        found = Handoff.objects.filter(sent_at__isnull=False).select_related("case")
        sent = {each.performer_id: each for each in found}
    home, city = sent[world.agencies[HOME].pk], sent[world.agencies[CITY].pk]
    consent = _add(world, home, DocumentKind.CONSENT_FORM, "同意書 見本.pdf", CONSENT, of_handoff=False)
    _lies_on_paper(world, consent)
    living = _add(world, home, DocumentKind.OTHER, "くらしのようす.pdf", LIVING)
    lead = actor_of_cast(world, "lead")
    limit = Limit(
        most_copies=CopyLimit.THREE, until=timezone.localdate(world.now) + timedelta(days=SHOWN_DAYS)
    )
    share_document(document_id=living.pk, part=Part.OUTLINE, limit=limit, actor=lead, now=world.now)
    receiver = actor_of_cast(world, "agency_coordinator")
    read_pages(document_id=living.pk, first=1, actor=receiver, now=world.now)
    take_copy(document_id=living.pk, copy=Copy.MARKED, actor=receiver, now=world.now)
    _add(world, city, DocumentKind.CONSENT_FORM, "同意書の写し.pdf", CONSENT)
    wrong = _add(world, city, DocumentKind.RECEIPT, "受領書.pdf", WRONG)
    remove_document(
        document_id=wrong.pk, reason="別の方の受領書を、まちがえて置いたため", actor=lead, now=world.now
    )


def _lies_on_paper(world: World, document: Document) -> None:
    """Let two copies lie on paper, and one that was destroyed again."""
    today, actor = timezone.localdate(world.now), actor_of_cast(world, "case_worker")
    for copies, whereabouts in ((2, "見本の家の管理者に渡した"), (1, "事務室の鍵つきの棚")):
        new = NewPaper(
            copies=copies,
            made_on=today - timedelta(days=copies),
            whereabouts=whereabouts,
            form_key=uuid5(FORMS, f"document:{document.pk}:{whereabouts}"),
        )
        paper = write_paper_copy(document_id=document.pk, new=new, actor=actor, now=world.now)
    note_destroyed(paper_id=paper.pk, on=today, actor=actor, now=world.now)


def _add(
    world: World, handoff: Handoff, kind: DocumentKind, name: str, words: str, *, of_handoff: bool = True
) -> Document:
    new = NewDocument(
        kind=kind,
        name=name,
        content=drawn(words),
        form_key=uuid5(FORMS, f"document:{handoff.pk}:{name}"),
        handoff_id=handoff.pk if of_handoff else None,
    )
    actor = actor_of_cast(world, "case_worker")
    return add_document(case_id=handoff.case_id, new=new, actor=actor, now=world.now)


def drawn(words: str) -> bytes:
    """Return a sheet with these words as a PDF, such as a scanner makes."""
    sheet, made = Image.new("L", A4_AT_100_DPI, "white"), BytesIO()
    font = ImageFont.truetype(FONT_FILE, 26)
    ImageDraw.Draw(sheet).multiline_text((90, 110), words, fill="black", font=font, spacing=22)
    sheet.save(made, "PDF", resolution=100)
    return made.getvalue()
