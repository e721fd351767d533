"""Papers of a hand-off as PDF: what stands on each. It reads nothing and asks nobody."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.utils import timezone

from foundation.centre.queries import Centre, current_centre
from foundation.japanese.dates import clock_time, long_date, wareki
from foundation.printing.letter import Letter, letter_pdf
from foundation.printing.pdf import PaperDoesNotFit, render_pdf
from handoff.actors import Actor
from handoff.disclosure.enums import Part
from handoff.machine.due_rules import Due
from handoff.machine.enums import Kind, Side
from handoff.machine.models import Handoff, RoleItem
from handoff.machine.reasons import DECLINE
from handoff.models import AgencyCopy

from .enums import Paper
from .models import LetterNumber
from .rules import CONFIDENTIAL

# What is asked, in words that tell of nobody: what was typed travels inside, with the package.
ASKED: Mapping[Kind, str] = {
    Kind.COORDINATION: "福祉サービスなどの利用について、検討と調整をお願いします。",
    Kind.ACCEPTANCE: "受け入れについて、検討をお願いします。",
    Kind.CENTRE_COOPERATION: "支援業務への協力をお願いします。",
    Kind.ADVICE: "情報の共有と助言をお願いします。",
    Kind.BACKUP: "後方支援をお願いします。",
}
ASKING = (
    "次の番号の方のことで、お願いがあります。ご本人のお名前は、この手紙には書いていません。"
    "書類は、決めた方だけがお読みください。書類を受け取られたら、受領書をお返しください。"
)
# Parts that lie on a sheet of their own, so that they can be kept apart from the others.
APART = frozenset({Part.IDENTITY, Part.OFFENCE})
# Papers that must not run onto a second page.
ON_ONE_PAGE = frozenset({Paper.COVER, Paper.RECEIPT, Paper.REPLY, Paper.PLEDGE, Paper.SLIP})
LANDSCAPE = frozenset({Paper.PLAN})


@dataclass(frozen=True, kw_only=True)
class Party:
    """One side as a paper names it; `head` is its 代表者."""

    name: str
    address: str = ""
    head: str = ""
    phone: str = ""
    fax: str = ""


@dataclass(frozen=True, kw_only=True)
class PartText:
    """One part of the package as it is frozen."""

    part: Part
    text: str

    @property
    def is_apart(self) -> bool:
        return self.part in APART


@dataclass(frozen=True, kw_only=True)
class Task:
    """One line of the role table, with the names of the bodies for its sides."""

    item: RoleItem
    what: str
    now_name: str
    next_name: str
    until: date | None


@dataclass(frozen=True, kw_only=True)
class Contents:
    """Everything that the papers of one hand-off may say; each paper takes what is its own."""

    handoff: Handoff
    due: Due | None
    now: datetime
    parts: Sequence[Part] = ()
    texts: Sequence[PartText] = ()
    ask: str = ""
    tasks: Sequence[Task] = ()
    review_on: date | None = None
    letter: LetterNumber | None = None
    printed_by: str = ""


def party_of(agency: AgencyCopy | None, centre: Centre) -> Party:
    """Return a side: an agency, or the centre where there is none."""
    if agency is not None:
        return Party(name=agency.name, address=agency.address, head=agency.head)
    head = "　".join(filter(None, ("センター長", centre.director)))
    return Party(name=centre.name, address=centre.address, head=head, phone=centre.phone, fax=centre.fax)


def names_of_sides(handoff: Handoff) -> dict[str, str]:
    """Return how the two sides of a hand-off are called on its papers."""
    centre = current_centre()
    return {
        Side.GIVER: party_of(handoff.requester, centre).name,
        Side.RECEIVER: party_of(handoff.performer, centre).name,
    }


def reader_line(actor: Actor, handoff: Handoff, *, side: Side, now: datetime) -> str:
    """Return what stands on each page: who printed it, of which body, when, and the number."""
    assert actor.user is not None
    local = timezone.localtime(now)
    body = names_of_sides(handoff)[side]
    moment = f"{wareki(local.date())} {clock_time(local.time())}"
    return f"印刷 {actor.user.person.name}（{body}）　{moment}　{handoff.reference}"


def paper_pdf(paper: Paper, contents: Contents) -> bytes:
    """Return a paper of a hand-off."""
    if paper == Paper.LETTER:
        return letter_pdf(_letter(contents))
    centre, handoff = current_centre(), contents.handoff
    context: dict[str, Any] = {
        "centre": centre,
        "sender": party_of(handoff.requester, centre),
        "receiver": party_of(handoff.performer, centre),
        "handoff": handoff,
        "asked": ASKED[Kind(handoff.kind)],
        "packed": [part for part in Part if part in handoff.packed],
        "tick": [""],
        "accept_boxes": ["受け入れます"],
        "ask_boxes": ["質問があります"],
        "decline_boxes": ["受け入れられません"],
        "reasons": list(DECLINE.values()),
        "of": contents,
        "sample_world": settings.DEMO,
        "confidential": paper in CONFIDENTIAL | {Paper.COVER},
    }
    return render_pdf(
        f"papers/print/{paper}.html",
        context,
        title=f"{paper.label} {handoff.reference}",
        landscape=paper in LANDSCAPE,
        fits=1 if paper in ON_ONE_PAGE else None,
    )


def one_page_if_possible(template: str, context: Mapping[str, Any], *, title: str) -> bytes:
    """Return a paper on one A4, or on as many as it needs: nothing is left out for the sake of a page."""
    try:
        return render_pdf(template, context, title=title, fits=1)
    except PaperDoesNotFit:
        return render_pdf(template, context, title=title)


def _letter(contents: Contents) -> Letter:
    handoff, centre, letter = contents.handoff, current_centre(), contents.letter
    assert letter is not None, "a letter is printed with its number"
    receiver = party_of(handoff.performer, centre)
    to = (f"{receiver.name}　御中",) if not receiver.head else (receiver.name, f"{receiver.head}　様")
    items = [("番号", handoff.reference), ("お願い", ASKED[Kind(handoff.kind)])]
    if contents.parts:
        items.append(("同封したもの", "\n".join(part.label for part in contents.parts)))
    if contents.due:
        items.append(("お返事の期限", long_date(contents.due.day)))
    items.append(("お返事の方法", "同封の回答書に書いて、お返しください。お電話でもお聞きします。"))
    return Letter(
        centre=centre,
        number=letter.number,
        sent_on=wareki(letter.dated),
        addressees=to,
        sender=centre.signature,
        subject=f"{handoff.get_kind_display()}について（お願い）",
        paragraphs=(
            "日ごろから、地域生活定着促進事業にご協力いただき、ありがとうございます。",
            ASKING,
        ),
        items=tuple(items),
        sample_world=settings.DEMO,
    )
