"""Whose calendar an address opens: nobody's once it was ended, or its maker acts for the agency no more."""

from datetime import datetime

from directory.queries import acts_for
from directory.tokens import hash_token

from .enums import FeedKind
from .models import FeedKey


def opened_feed(token: str, *, now: datetime) -> FeedKey | None:
    """Return what an address opens; None for a wrong or ended one, and for whoever has left."""
    keys = FeedKey.objects.filter(key_hash=hash_token(token), ended_at__isnull=True, user__is_active=True)
    key = keys.select_related("user", "agency").first()
    if key is None or (key.kind == FeedKind.AGENCY and not acts_for(key.user, key.agency, now=now)):
        return None
    return key
