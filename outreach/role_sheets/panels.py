"""What waits of sheets on the staff's start page, and for a municipality on its own."""

from collections.abc import Sequence

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from accounts.access import has_role
from accounts.enums import PublicRole
from content.start_page import Row, Todo
from directory.models import Membership
from foundation.limits.queries import limit

from . import queries
from .access import sheets_at_the_desk, versions_to_check
from .enums import SHEET_DESK_ROLES, VersionState
from .limits import ASKED_AFTER
from .models import SheetVersion

TURN = "確かめる番の表があります。読んで、よければ合意します"
OWN = "センターと決める表と、自分たちの控え"


def rows_of_the_desk(request: HttpRequest) -> list[Row]:
    """Return sheets that a municipality mended or has had for long, and for the manager those to publish."""
    if not has_role(request.user, SHEET_DESK_ROLES):
        return []
    today, address = timezone.localdate(), reverse("role_sheets_desk:sheets")
    waiting = queries.waiting_too_long(today, days=limit(ASKED_AFTER, on=today))
    rows: list[Row] = [
        Todo(queries.answered(), "市町村が直した役割分担表を読む", address, "読んで、市町村に返事をします"),
        Todo(waiting, "役割分担表の返事を、市町村にきく", address, "電話で様子をききます"),
    ]
    if has_role(request.user, {PublicRole.MANAGER}):
        agreed = sheets_at_the_desk().filter(versions__state=VersionState.AGREED).count()
        rows.append(Todo(agreed, "合意した役割分担表を公開する", address))
    return rows


def sheets_to_check(membership: Membership) -> list[SheetVersion]:
    """Return what waits for an agency's agreement, for its home; this is all that is asked."""
    return list(versions_to_check(membership))


def words_on_sheets(waiting: Sequence[SheetVersion]) -> str:
    """Return what is said beside the way to an agency's sheets: first that one waits for it."""
    return TURN if waiting else OWN
