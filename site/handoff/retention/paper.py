"""The certificate that something was destroyed, and the letters that ask partners to do the same."""

from datetime import date

from django.conf import settings

from foundation.centre.queries import current_centre
from foundation.japanese.dates import long_date
from foundation.printing.pdf import render_pdf
from handoff.models import AgencyCopy

from .enums import RecordClass
from .models import Destruction

# How each kind is destroyed, in the words of the certificate.
HOW = {
    RecordClass.CASE: (
        "このケースだけの鍵を消します。鍵がないと、データベースにも、そのひかえにも残る文字を、だれも読めません。",
        "鍵のひかえは35日で消えます。その日からは、どのひかえからも読めません。",
    ),
    RecordClass.DRAFT: ("この引継ぎの書類の中身を、データベースから消します。",),
    RecordClass.PACKAGE: ("この引継ぎの書類の中身を、データベースから消します。",),
}
PAPERS_STAY = "ひかえに残る分は、ケースの鍵を消すときに読めなくなります。"


def how_words(destruction: Destruction) -> tuple[str, ...]:
    """Return how it was destroyed."""
    kind = RecordClass(destruction.kind)
    return HOW[kind] if kind == RecordClass.CASE else (*HOW[kind], PAPERS_STAY)


def certificate_pdf(destruction: Destruction, *, printed_on: date) -> bytes:
    """Return the 廃棄証明: number, class, how, when, by which two people. One page."""
    context = _context(printed_on) | {"destruction": destruction, "how": how_words(destruction)}
    return render_pdf("retention/paper/certificate.html", context, title="廃棄証明書", fits=1)


def letters_pdf(destruction: Destruction, partners: list[AgencyCopy], *, printed_on: date) -> bytes:
    """Return one letter for each partner, with a slip to send back. It names nobody, only the number."""
    context = _context(printed_on) | {"destruction": destruction, "partners": partners}
    return render_pdf("retention/paper/letters.html", context, title="記録の消去の確認のおねがい")


def _context(printed_on: date) -> dict[str, object]:
    return {
        "centre": current_centre(),
        "printed_on": long_date(printed_on),
        "sample_world": settings.DEMO,
        "confidential": True,
    }
