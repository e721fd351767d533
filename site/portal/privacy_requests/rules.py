"""By when a request about one's own data is answered."""

from datetime import date, timedelta


def due_on(received_on: date, *, within: int) -> date:
    """Return the last day for the answer, `within` so many days of receipt."""
    return received_on + timedelta(days=within)
