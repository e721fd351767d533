"""What the verbs of sheets share: refusing, locking, and telling the public."""

from content.search.services import index_in_transaction
from foundation.decision import Decision
from foundation.public_pages import clear_public_pages_in_transaction
from foundation.transactions import assert_in_transaction
from outreach.role_sheets.exceptions import SheetRefused
from outreach.role_sheets.models import RoleSheet, SheetVersion

SOURCE = "role_sheets"
GONE = "この役割分担表は、もうありません。"


def insist(decision: Decision) -> None:
    """Go on only where a rule allows it. Raises SheetRefused with its reason."""
    if not decision.allowed:
        raise SheetRefused(decision.reason)


def locked_in_transaction(version: SheetVersion) -> SheetVersion:
    """Return a version under a lock, with its sheet locked before it. Raises SheetRefused when it is gone."""
    assert_in_transaction("locked_version")
    sheet = RoleSheet.objects.select_for_update(of=("self",)).filter(pk=version.sheet_id).first()
    found = SheetVersion.objects.select_for_update(of=("self",)).filter(pk=version.pk).first()
    if sheet is None or found is None:
        raise SheetRefused(GONE)
    found.sheet = sheet
    return found


def tell_public_in_transaction(sheet: RoleSheet) -> None:
    """Let the search and the kept public pages know of a sheet, with this commit."""
    assert_in_transaction("tell_public")
    index_in_transaction(SOURCE, [sheet.pk])
    clear_public_pages_in_transaction()
