"""The desk: screens of ours inside Wagtail's admin. Their doors, the frame around them, the way on."""

from collections.abc import Callable, Collection, Sequence
from datetime import date, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.admin.menu import MenuItem
from wagtail.admin.search import SearchArea

from accounts.access import for_roles, has_role
from accounts.models import User
from foundation.exports.delimited import Encoding, write_csv
from foundation.exports.spreadsheet import XLSX, write_xlsx
from foundation.exports.table import Table

SEE_OTHER, UNPROCESSABLE = 303, 422
SECONDS_BETWEEN_LOOKS = 5
FORM_METHODS = ["GET", "HEAD", "POST"]

type View = Callable[..., HttpResponse]
type Link = tuple[str, str]


class Door:
    """Opens screens to some roles of the public door; strangers sign in, others find nothing there."""

    def __init__(self, roles: Collection[str]) -> None:
        self.roles = frozenset(roles)

    def reading(self, view: View) -> View:
        """Open a page that only shows something."""
        return self._open(require_safe(view))

    def form_page(self, view: View) -> View:
        """Open a page with a form."""
        return self._open(require_http_methods(FORM_METHODS)(view))

    def deed(self, view: View) -> View:
        """Open an act without a page of its own."""
        return self._open(require_POST(view))

    def _open(self, view: View) -> View:
        opened: View = for_roles(self.roles)(never_cache(view))
        return opened

    def menu_item(self, word: str, url: Any, *, name: str, icon_name: str, order: int) -> MenuItem:
        """Return the word in the menu; only those who may open the door see it."""
        return _DoorMenuItem(word, url, door=self, name=name, icon_name=icon_name, order=order)

    def search_area(self, word: str, url: Any, *, name: str, icon_name: str, order: int) -> SearchArea:
        """Return a list beside what the admin's search finds; only those who may open the door see it."""
        return _DoorSearchArea(word, url, door=self, name=name, icon_name=icon_name, order=order)


class _DoorSearchArea(SearchArea):  # type: ignore[misc]  # -- Wagtail has no types
    def __init__(self, *args: Any, door: Door, **options: Any) -> None:
        super().__init__(*args, **options)
        self.door = door

    def is_shown(self, request: HttpRequest) -> bool:
        return has_role(request.user, self.door.roles)

    def is_active(self, request: HttpRequest, current: str | None = None) -> bool:
        # Wagtail compares the address itself, which is not known before all addresses are.
        return current == self.name if current else request.path.startswith(str(self.url))


class _DoorMenuItem(MenuItem):  # type: ignore[misc]  # -- Wagtail has no types
    def __init__(self, *args: Any, door: Door, **options: Any) -> None:
        super().__init__(*args, **options)
        self.door = door

    def is_shown(self, request: HttpRequest) -> bool:
        return has_role(request.user, self.door.roles)


def seen_at(request: HttpRequest) -> datetime | None:
    """Return when what was posted about had last changed on the page that was read, as its form says."""
    try:
        return datetime.fromisoformat(request.POST.get("seen", ""))
    except ValueError:
        return None


def actor(request: HttpRequest) -> User:
    """Return who works at the desk."""
    assert isinstance(request.user, User)
    return request.user


def show(
    request: HttpRequest,
    template: str,
    title: str,
    *,
    trail: Sequence[Link] = (),
    status: int = 200,
    **context: Any,
) -> HttpResponse:
    """Return a screen whose template extends `content/desk/frame.html`; `trail` leads down to it."""
    frame = {"page_title": title, "trail": trail, "has_errors": status == UNPROCESSABLE}
    return render(request, template, frame | context, status=status)


def look_again(response: HttpResponse) -> HttpResponse:
    """Let a page that waits for a job ask again by itself.

    It works without scripts, and leaves nothing in the page that would move under a reader's eyes later.
    """
    response["Refresh"] = str(SECONDS_BETWEEN_LOOKS)
    return response


def file(content: bytes, *, name: str, content_type: str, inline: bool = False) -> HttpResponse:
    """Return a file to be saved, or with `inline` to be looked at first; nothing keeps a copy on the way."""
    disposition = content_disposition_header(as_attachment=not inline, filename=name)
    headers = {
        "Content-Disposition": disposition or "attachment",
        "Cache-Control": "private, no-store",
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(content, content_type=content_type, headers=headers)


# In which form CSV leaves: how it is written, and by which name browsers know that.
CSV_FORMS: dict[str, tuple[Encoding, str]] = {
    "csv": ("utf-8-sig", "utf-8"),
    "csv_cp932": ("cp932", "shift_jis"),
}


def table_file(table: Table, *, name: str, form: str, printed_on: date) -> HttpResponse:
    """Return a table as a file in a form: `csv` as Excel reads it, `csv_cp932` for old programs, or `xlsx`.

    `name` has no ending.
    """
    if form in CSV_FORMS:
        encoding, charset = CSV_FORMS[form]
        content = write_csv(table, encoding=encoding).content
        return file(content, name=f"{name}.csv", content_type=f"text/csv; charset={charset}")
    return file(write_xlsx(table, printed_on=printed_on), name=f"{name}.{form}", content_type=XLSX)
