"""The certificate that something was destroyed, and the letters that ask partners to do the same."""

from datetime import date

from django.conf import settings

from foundation.centre.queries import current_centre
from foundation.japanese.dates import long_date
from foundation.printing.pdf import render_pdf
from handoff.models import AgencyCopy

from .classes import CLASSES
from .enums import CASES, PAPERS, RecordClass
from .models import Destruction

# How each kind is destroyed, in the words of the certificate.
BY_CASE_KEY = (
    "このケースだけの鍵を消します。鍵がないと、データベースにも、そのひかえにも残る文字を、だれも読めません。",
    "鍵のひかえは35日で消えます。その日からは、どのひかえからも読めません。",
)
OWN_KEY = (
    "この記録だけの鍵を消し、書いたことをデータベースから消します。",
    "鍵のひかえは35日で消えます。その日からは、どのひかえからも読めません。",
)
COLUMNS = (
    "書いたことを、データベースから消します。データベースのひかえは、ひかえを残す日数がたつと消えます。",
)
PAPERS_GO = (
    "この引継ぎの書類の中身と、この引継ぎのなかに書いたことやファイルを、データベースと保管場所から消します。",
)
# What somebody reads before they confirm.
GOES = {
    **dict.fromkeys(
        CASES, ("このケースに書いたことの、すべて", "この人のケースがこれで最後なら、名前とフリガナも")
    ),
    **dict.fromkeys(
        PAPERS, ("この引継ぎで渡す書類の中身", "この引継ぎのやりとり、ファイル、ふりかえり、意見書など")
    ),
    RecordClass.PROVISION: ("このケースについて、だれに何を渡したかの記録",),
    RecordClass.PERSON: ("この人の名前、連絡先、ログインのしかた",),
    RecordClass.AGENCY: ("代表者の名前（機関の名称は残ります）",),
}
PAPERS_STAY = "ひかえに残る分は、ケースの鍵を消すときに読めなくなります。"


def how_words(destruction: Destruction) -> tuple[str, ...]:
    """Return how it was destroyed."""
    kind = RecordClass(destruction.kind)
    if kind in CASES:
        return BY_CASE_KEY
    if kind in PAPERS:
        return (*PAPERS_GO, PAPERS_STAY)
    return OWN_KEY if CLASSES[kind].key else COLUMNS


def goes_words(destruction: Destruction) -> tuple[str, ...]:
    """Return what is gone once it is confirmed."""
    return GOES.get(RecordClass(destruction.kind), ("この記録に書いたこと",))


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
