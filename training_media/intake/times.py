"""Times in a recording as people write and read them: 41:10, 1:02:03, 0:05.5. Pure functions."""

import re
import unicodedata

_WRITTEN = re.compile(r"(?:(\d{1,2}):)?(\d{1,3}):([0-5]\d)(?:\.(\d{1,3}))?")
MINUTES_AN_HOUR = 60


def milliseconds_of(text: str) -> int | None:
    """Return a written time in milliseconds, None for what is no time; any width of figures will do."""
    found = _WRITTEN.fullmatch(unicodedata.normalize("NFKC", text).strip())
    if found is None:
        return None
    hours, minutes, seconds, part = found.groups()
    if hours is not None and int(minutes) >= MINUTES_AN_HOUR:
        return None
    whole = (int(hours or 0) * MINUTES_AN_HOUR + int(minutes)) * 60 + int(seconds)
    return whole * 1_000 + int((part or "").ljust(3, "0"))


def written(milliseconds: int) -> str:
    """Return a time as it is written; parts of a second only where there are any."""
    seconds, part = divmod(milliseconds, 1_000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, MINUTES_AN_HOUR)
    whole = f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"
    return f"{whole}.{part:03}" if part else whole


def length_words(milliseconds: int) -> str:
    """Return a length in words, to the second: 1時間32分5秒."""
    seconds = round(milliseconds / 1_000)
    hours, rest = divmod(seconds, 3_600)
    minutes, seconds = divmod(rest, 60)
    words = [f"{value}{unit}" for value, unit in ((hours, "時間"), (minutes, "分"), (seconds, "秒")) if value]
    return "".join(words) or "0秒"
