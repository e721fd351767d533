"""The official letter: 文書番号, 発信日, 宛名, 発信者, 件名, 記…以上."""

from dataclasses import dataclass

from .pdf import render_pdf
from .sheet import Centre


@dataclass(frozen=True, kw_only=True)
class Letter:
    """All texts as they are printed; `items` stand between 記 and 以上, and without them both words go."""

    centre: Centre
    number: str
    sent_on: str
    addressees: tuple[str, ...]
    sender: tuple[str, ...]
    subject: str
    paragraphs: tuple[str, ...]
    items: tuple[tuple[str, str], ...] = ()
    seal_omitted: bool = True
    sample_world: bool = False


def letter_pdf(letter: Letter) -> bytes:
    """Return the letter as an A4 PDF."""
    context = {"letter": letter, "sample_world": letter.sample_world}
    return render_pdf("printing/letter.html", context, title=letter.subject)
