"""Values of limits as a manager has set them, also for days that are over."""

from datetime import date, timedelta

from foundation.limits.models import LimitValue
from foundation.public_pages import version
from tests.factories.events import NOW

LONG_AGO = date(2026, 4, 1)


def put_limit(key, value, *, by, since=LONG_AGO, to=None, source="センター会議"):
    """Store a value that has counted since a day, before `to` when that is given."""
    version.forget()
    return LimitValue.objects.create(
        key=key,
        value=value,
        valid_from=since,
        valid_to=to,
        source=source,
        set_by=by,
        set_at=NOW - timedelta(days=300),
    )
