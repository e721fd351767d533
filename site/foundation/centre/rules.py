"""When somebody answers the phone: pure, with the clock as an argument."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from foundation.japanese.business_days import Closures, is_business_day, next_business_day
from foundation.japanese.dates import clock_time, short_date


@dataclass(frozen=True)
class OpeningHours:
    """The centre's week and year; times are local."""

    opens_at: time
    closes_at: time
    closures: Closures


@dataclass(frozen=True)
class OpenState:
    """Whether the centre is open now, and the sentence that says until or from when."""

    is_open: bool
    says: str


def open_state(hours: OpeningHours, now: datetime) -> OpenState:
    """Return the state at a local time, with the sentence shown beside the phone number."""
    today = now.date()
    if is_business_day(today, hours.closures):
        if hours.opens_at <= now.time() < hours.closes_at:
            return OpenState(True, f"今日は{clock_time(hours.closes_at)}まで")
        if now.time() < hours.opens_at:
            return OpenState(False, f"今日 {clock_time(hours.opens_at)}から")
    reopening = next_business_day(today, hours.closures)
    return OpenState(False, f"{_near(reopening, today)} {clock_time(hours.opens_at)}から")


def _near(day: date, today: date) -> str:
    return "明日" if day == today + timedelta(days=1) else short_date(day)
