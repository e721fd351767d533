"""What becomes of secret addresses when two agencies become one."""

from django.db.models import Model

from directory.models import Agency

from .models import FeedKey


def end_addresses(kept: Model, merged: Model) -> None:
    """Forget those of the merged agency: its people make new ones for the kept one."""
    if isinstance(kept, Agency):
        FeedKey.objects.filter(agency=merged).delete()
