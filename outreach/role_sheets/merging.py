"""What becomes of sheets when two agencies become one."""

from django.db.models import Model

from directory.models import Agency

from .models import RoleSheet


def move_sheets(kept: Model, merged: Model) -> None:
    """Let the kept agency check and keep the sheets of the merged one."""
    if not (isinstance(kept, Agency) and isinstance(merged, Agency)):
        return
    RoleSheet.objects.filter(office=merged).update(office=kept)
    RoleSheet.objects.filter(keeper=merged).update(keeper=kept)
