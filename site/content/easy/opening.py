from foundation.centre.rules import OpeningHours
from foundation.japanese.dates import clock_time

WEEKDAYS = "月火水木金土日"
# From so many days on, days that follow each other are said as a span.
LEAST_SPAN = 3


def easy_hours(hours: OpeningHours) -> list[str]:
    """Return when somebody answers the phone, in easy sentences of their own."""
    days = [number for number in range(7) if number not in hours.closures.weekdays]
    names = [f"{WEEKDAYS[day]}曜日" for day in days]
    if len(days) >= LEAST_SPAN and days[-1] - days[0] == len(days) - 1:
        week = f"{names[0]}から {names[-1]}まで。"
    else:
        week = f"{'と '.join(names)}。"
    return [
        week,
        f"{clock_time(hours.opens_at)}から {clock_time(hours.closes_at)}まで。",
        "祝日は 休みです。",
        *(
            f"{each.first[0]}月{each.first[1]}日から {each.last[0]}月{each.last[1]}日までも 休みです。"
            for each in hours.closures.yearly
        ),
    ]
