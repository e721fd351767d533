"""When the centre is open, in the words of a sign on its door."""

from datetime import date

from foundation.japanese.business_days import Closures
from foundation.japanese.dates import long_date

WEEKDAYS = "月火水木金土日"


def open_days(closures: Closures) -> str:
    """Return 月曜日から金曜日, or the days one by one when they do not follow each other."""
    days = [number for number in range(7) if number not in closures.weekdays]
    if len(days) > 2 and days[-1] - days[0] == len(days) - 1:  # noqa: PLR2004 -- from two on they are named
        return f"{WEEKDAYS[days[0]]}曜日から{WEEKDAYS[days[-1]]}曜日"
    return "・".join(f"{WEEKDAYS[day]}曜日" for day in days)


def closed_days(closures: Closures, today: date) -> list[str]:
    """Return the closed days: weekdays, public holidays, the turn of the year, single days still to come."""
    weekdays = "・".join(f"{WEEKDAYS[day]}曜日" for day in sorted(closures.weekdays))
    yearly = [
        f"{each.first[0]}月{each.first[1]}日から{each.last[0]}月{each.last[1]}日" for each in closures.yearly
    ]
    single = [long_date(day) for day in sorted(closures.dates) if day >= today]
    return [*filter(None, [weekdays]), "祝日", *yearly, *single]
