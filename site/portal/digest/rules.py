"""When a digest goes, what fits into it, and how long an address is kept. Pure; moments are local."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from .enums import Cadence

MOST_ENTRIES = 12
# Nobody's phone rings at night for it.
FIRST_HOUR, LAST_HOUR = 9, 18
# A page may be published in the very moment in which an issue is made, and be seen only afterwards.
OVERLAP = timedelta(days=1)


@dataclass(frozen=True)
class Wish:
    """What one request asks for. It travels in the link of its own mail: no later request can change it."""

    cadence: str
    wants_news: bool
    wants_events: bool

    def __post_init__(self) -> None:
        assert self.cadence in Cadence.values
        assert self.wants_news or self.wants_events


def period_of(cadence: str, today: date) -> date:
    """Return the day on which the running period began: the week's Monday, or the month's first."""
    return today - timedelta(days=today.weekday()) if cadence == Cadence.WEEKLY else today.replace(day=1)


def next_period(cadence: str, day: date) -> date:
    """Return the day on which the period after this one begins."""
    if cadence == Cadence.WEEKLY:
        return day + timedelta(days=7)
    return (day + timedelta(days=31)).replace(day=1)


def period_before(cadence: str, day: date) -> date:
    """Return the day on which the period before this one began."""
    return period_of(cadence, day - timedelta(days=1))


def is_due(cadence: str, now: datetime) -> bool:
    """Return whether this period's issue may go now: from nine o'clock of its day on, in the day time.

    A server that stood still on the day sends later in the period rather than never.
    """
    begins = datetime.combine(period_of(cadence, now.date()), time(FIRST_HOUR), now.tzinfo)
    return now >= begins and FIRST_HOUR <= now.hour < LAST_HOUR


def fair_share[Item](
    news: Sequence[Item], events: Sequence[Item], most: int = MOST_ENTRIES
) -> tuple[list[Item], list[Item]]:
    """Return what fits of both: half of the room each, and what one leaves free goes to the other."""
    half = most // 2
    for_news = max(half, most - len(events))
    shown = list(news[:for_news])
    return shown, list(events[: most - len(shown)])


def mailbox(address: str) -> str:
    """Return the mailbox behind an address: 「minamo+news@」 goes where 「minamo@」 goes."""
    name, at, host = address.casefold().rpartition("@")
    return f"{name.split('+')[0] or name}{at}{host}"
