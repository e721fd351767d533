"""On which days the demo world meets: on those on which the centre is open."""

from datetime import date

from foundation.centre.queries import current_centre
from foundation.japanese.business_days import add_business_days


def open_day(day: date) -> date:
    """Return this day, or the next one on which the centre is open and that is no public holiday."""
    return add_business_days(day, 0, current_centre().hours.closures)
