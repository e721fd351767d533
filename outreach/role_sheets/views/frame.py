"""What the screens of sheets share: the way down, answers to a press, files."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from content import desk
from content.desk import SEE_OTHER, Link
from content.desk_forms import pressed
from foundation.exports.spreadsheet import XLSX
from foundation.printing.pdf import PaperDoesNotFit
from outreach.role_sheets.exceptions import SheetRefused
from outreach.role_sheets.models import SheetVersion
from outreach.role_sheets.papers import file_name, role_table, sheet_pdf, sheet_png, sheet_xlsx

TITLE = "役割分担表"
FORMS: dict[str, tuple[str, Callable[..., bytes]]] = {
    "pdf": ("application/pdf", sheet_pdf),
    "png": ("image/png", sheet_png),
    "xlsx": (XLSX, sheet_xlsx),
    "json": ("application/json", lambda version, **_: role_table(version).encode()),
}
TOO_LONG = "A4横1枚に入らないので、まだ紙にできません。短くするところが、書く画面に出ています。"


def address(name: str, *args: object) -> str:
    """Return where a screen of the desk is."""
    return reverse(f"role_sheets_desk:{name}", args=args)


def to_sheets() -> Link:
    return TITLE, address("sheets")


def go(where: str) -> HttpResponseRedirect:
    return HttpResponseRedirect(where, status=SEE_OTHER)


def done(request: HttpRequest, act: Callable[[], object], words: str, back: str) -> HttpResponse:
    """Do something by one press, say so or why not, and go back."""
    return pressed(request, act, words, back, refused_as=SheetRefused)


def paper(request: HttpRequest, version: SheetVersion, form: str, *, back: str) -> HttpResponse:
    """Return a version as a file of one of `FORMS`, or go back with the reason why it is no paper yet."""
    content_type, make = FORMS[form]
    try:
        content = make(version, today=timezone.localdate())
    except PaperDoesNotFit:
        messages.error(request, TOO_LONG)
        return go(back)
    name = file_name(version.sheet, form)
    return desk.file(content, name=name, content_type=content_type, inline=form in ("pdf", "png"))
