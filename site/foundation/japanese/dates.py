"""Dates and times as Japanese offices write them."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from foundation.japanese.text import half_width

_WEEKDAYS = "月火水木金土日"
APRIL = 4
_NOON = 12
_TOKYO = ZoneInfo("Asia/Tokyo")


@dataclass(frozen=True)
class Era:
    """An era by its name, its letter and its first day in the Gregorian calendar."""

    name: str
    letter: str
    first_day: date


# Newest first. Meiji was counted back to 慶応4年1月1日; until 明治5年 a lunar calendar named the days.
ERAS = (
    Era("令和", "R", date(2019, 5, 1)),
    Era("平成", "H", date(1989, 1, 8)),
    Era("昭和", "S", date(1926, 12, 25)),
    Era("大正", "T", date(1912, 7, 30)),
    Era("明治", "M", date(1868, 1, 25)),
)

# The days that people write: from Meiji on, since when eras name them, to a year that nobody plans for.
EARLIEST_DAY, LATEST_DAY = ERAS[-1].first_day, date(2099, 12, 31)

_DATE = re.compile(
    r"(?:(?:(?P<era>明治|大正|昭和|平成|令和|[MTSHR])(?P<era_year>元|[0-9]{1,2})|(?P<year>[0-9]{4}))"
    r"[年./-](?P<month>[0-9]{1,2})[月./-](?P<day>[0-9]{1,2})日?(?:\((?P<weekday>[月火水木金土日])(?:曜日?)?\))?"
    r"|(?P<compact>[0-9]{8}))",
    re.IGNORECASE,
)
_TIME = re.compile(
    r"(?P<half>午前|午後|AM|PM)?(?:(?P<hour>[0-9]{1,2})"
    r"(?::(?P<minute>[0-9]{2})|時(?:(?P<spoken_minute>[0-9]{1,2})分|(?P<half_past>半))?)"
    r"|(?P<compact>[0-9]{4}))",
    re.IGNORECASE,
)


def wareki_year(day: date) -> str:
    """Return the year of `day` by its era: 令和8年, 令和元年; before Meiji 1867年."""
    era = _era(day)
    if era is None:
        return f"{day.year}年"
    number = _year_of(era, day.year)
    return f"{era.name}{'元' if number == 1 else number}年"


def wareki(day: date) -> str:
    """Return `day` as 令和8年11月24日; before Meiji 1867年11月24日."""
    return f"{wareki_year(day)}{day.month}月{day.day}日"


def weekday(day: date) -> str:
    """Return the day of the week in one character: 火."""
    return _WEEKDAYS[day.weekday()]


def long_date(day: date) -> str:
    """Return `day` as 令和8年12月11日（金）."""
    return f"{wareki(day)}（{weekday(day)}）"


def short_date(day: date) -> str:
    """Return `day` without its year: 12月11日（金）."""
    return f"{day.month}月{day.day}日（{weekday(day)}）"


def clock_time(moment: time) -> str:
    """Return `moment` as 午後1時30分, 午前9時 or, at 12:00, 正午; seconds are left out."""
    if (moment.hour, moment.minute) == (_NOON, 0):
        return "正午"
    return _half_of_day(moment) + _hour_and_minute(moment)


def time_range(start: time, end: time) -> str:
    """Return 午後1時30分〜4時30分: 午前 or 午後 is said once when both have it and `end` is not earlier."""
    one_half = "正午" not in {clock_time(start), clock_time(end)} and _half_of_day(start) == _half_of_day(end)
    return f"{clock_time(start)}〜{_hour_and_minute(end) if one_half and start <= end else clock_time(end)}"


def fiscal_year(day: date) -> int:
    """Return the year in which the fiscal year of `day` began on 1 April."""
    return day.year if day.month >= APRIL else day.year - 1


def fiscal_year_span(year: int) -> tuple[datetime, datetime]:
    """Return the first moment of a fiscal year and of the next one, in Japan."""
    begins, ends = (datetime(each, APRIL, 1, tzinfo=_TOKYO) for each in (year, year + 1))
    return begins, ends


def fiscal_year_label(year: int) -> str:
    """Return 令和8年度（2026年度）; before Meiji 1867年度."""
    named = wareki_year(_naming_day(year))
    return f"{named}度" if named == f"{year}年" else f"{named}度（{year}年度）"


def fiscal_year_short(year: int) -> str:
    """Return R8 for the fiscal year 2026; before Meiji 1867."""
    era = _era(_naming_day(year))
    return f"{era.letter}{_year_of(era, year)}" if era else f"{year}"


def is_of_our_time(day: date, *, earliest: date = EARLIEST_DAY) -> bool:
    """Return whether somebody may mean this day: not before `earliest`, not beyond the last day of 2099."""
    return earliest <= day <= LATEST_DAY


def asks_for_our_time(*, earliest: date = EARLIEST_DAY) -> str:
    """Return what somebody reads who wrote another day."""
    return f"{earliest.year}年から{LATEST_DAY.year}年までの日を書いてください。"


def parse_date(text: str, *, earliest: date = EARLIEST_DAY) -> date:
    """Return the date that someone wrote, in any width.

    Reads R8.11.14, 令和8年11月14日（土）, H28/4/1, 2026/11/14, 2026-11-14, 20261114. A year beyond the end of
    its era counts on (平成32年 is 2020), as papers made before the change say so. Raises ValueError with a
    Japanese sentence when the text is no date, the day does not exist, is another day of the week, or lies
    before `earliest` or beyond 2099: nobody means it, and what names or counts days would fail over it.
    """
    found = _DATE.fullmatch(_without_space(text))
    if found is None:
        raise ValueError(
            "日付として読み取れません。「令和8年11月14日」「R8.11.14」「2026/11/14」のように入力してください。"
        )
    compact = found["compact"]
    year, month, day = (
        (compact[:4], compact[4:6], compact[6:]) if compact else found.group("year", "month", "day")
    )
    if found["era"]:
        year = _western_year(found["era"].upper(), found["era_year"])
    try:
        result = date(int(year), int(month), int(day))
    except ValueError:
        raise ValueError(f"{int(month)}月{int(day)}日という日付はその年にありません。") from None
    if not is_of_our_time(result, earliest=earliest):
        raise ValueError(asks_for_our_time(earliest=earliest))
    if found["weekday"] not in {None, weekday(result)}:
        raise ValueError(f"{wareki(result)}は{weekday(result)}曜日です。日付か曜日を確かめてください。")
    return result


def parse_time(text: str) -> time:
    """Return the time of day that someone wrote, in any width.

    Reads 13:30, 1330, 13時30分, 午後1時半, 午前9時, 正午, PM1:30; 午後12時30分 is half past noon. Raises
    ValueError with a Japanese sentence when the text is no time, and for 午前12時, which is noon to some and
    midnight to others.
    """
    plain = _without_space(text)
    if plain == "正午":
        return time(_NOON)
    found = _TIME.fullmatch(plain)
    if found is None:
        raise ValueError("時刻として読み取れません。「13:30」「午後1時30分」のように入力してください。")
    if found["compact"]:
        hour, minute = int(found["compact"][:2]), int(found["compact"][2:])
    else:
        hour = int(found["hour"])
        minute = 30 if found["half_past"] else int(found["minute"] or found["spoken_minute"] or 0)
    half = (found["half"] or "").upper()
    if half in {"午前", "AM"} and hour >= _NOON:
        raise ValueError("「正午」「午前0時」「午後」のどれかで入力してください。")
    if half in {"午後", "PM"} and hour < _NOON:
        hour += _NOON
    try:
        return time(hour, minute)
    except ValueError:
        raise ValueError("時刻は午前0時から午後11時59分までの間で入力してください。") from None


def _era(day: date) -> Era | None:
    # A day that was once written is always shown: a screen that fails over it would hide all others on it.
    return next((era for era in ERAS if day >= era.first_day), None)


def _year_of(era: Era, western_year: int) -> int:
    return western_year - era.first_day.year + 1


def _western_year(name_or_letter: str, number: str) -> int:
    era = next(era for era in ERAS if name_or_letter in {era.name, era.letter})
    year = 1 if number == "元" else int(number)
    if year == 0:
        raise ValueError(f"{era.name}0年という年はありません。")
    return era.first_day.year + year - 1


def _naming_day(year: int) -> date:
    # 2019年度 is 令和元年度 as a whole although it began in April (関係省庁連絡会議申合せ, 2019-04-01).
    return date(year, 5, 1)


def _half_of_day(moment: time) -> str:
    return "午前" if moment.hour < _NOON else "午後"


def _hour_and_minute(moment: time) -> str:
    return f"{moment.hour % _NOON}時" + (f"{moment.minute}分" if moment.minute else "")


def _without_space(text: str) -> str:
    return "".join(half_width(text).split())
