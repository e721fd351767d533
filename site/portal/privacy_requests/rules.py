"""By when a request about one's own data is answered."""

from datetime import date, timedelta

# 個人情報の保護に関する法律 第83条: the decision is given within 30 days of the request.
ANSWERED_WITHIN = timedelta(days=30)


def due_on(received_on: date) -> date:
    """Return the last day for the answer."""
    return received_on + ANSWERED_WITHIN
