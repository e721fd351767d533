"""What waits of sheets on the staff's start page, and for a municipality on its own."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from accounts.access import has_role
from accounts.enums import PublicRole
from content.start_page import Row, Todo
from directory.models import Membership
from foundation.limits.queries import limit

from . import queries
from .access import own_sheets, sheets_at_the_desk
from .enums import SHEET_DESK_ROLES, VersionState
from .limits import ASKED_AFTER

TURN = "確かめる番の表があります。読んで、よければ合意します"
OWN = "センターと決める表と、自分たちの控え"


def rows_of_the_desk(request: HttpRequest) -> list[Row]:
    """Return sheets that a municipality has had for long, and for the manager those to publish."""
    if not has_role(request.user, SHEET_DESK_ROLES):
        return []
    today, address = timezone.localdate(), reverse("role_sheets_desk:sheets")
    waiting = queries.waiting_too_long(today, days=limit(ASKED_AFTER, on=today))
    rows: list[Row] = [Todo(waiting, "役割分担表の返事を、市町村にきく", address, "電話で様子をききます")]
    if has_role(request.user, {PublicRole.MANAGER}):
        agreed = sheets_at_the_desk().filter(versions__state=VersionState.AGREED).count()
        rows.append(Todo(agreed, "合意した役割分担表を公開する", address))
    return rows


def words_on_sheets(membership: Membership) -> str:
    """Return what is said beside the way to an agency's sheets: first that one waits for it."""
    waiting = own_sheets(membership).filter(versions__state=VersionState.WITH_MUNICIPALITY)
    return TURN if waiting.exists() else OWN
