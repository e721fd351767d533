"""Moments of a recording as people write and read them; all are whole milliseconds."""

import re

from foundation.japanese.text import half_width

MILLISECONDS = 1000
SECONDS = 60
_CLOCK = re.compile(r"(?:(?P<h>\d{1,2}):)?(?P<m>\d{1,3}):(?P<s>[0-5]\d)")
_WORDS = re.compile(r"(?:(?P<h>\d{1,2})時間)?(?:(?P<m>\d{1,3})分)?(?:(?P<s>\d{1,2})秒)?")
SAY_HOW = "「41:10」か「1:02:30」のように、分と秒を「:」で区切って書いてください。"


def as_clock(moment: int) -> str:
    """Return 41:10, or 1:02:30 from the first hour on."""
    minutes, seconds = divmod(moment // MILLISECONDS, SECONDS)
    hours, minutes = divmod(minutes, SECONDS)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


def in_words(moment: int) -> str:
    """Return 41分10秒, 45分 or 1時間2分30秒."""
    minutes, seconds = divmod(moment // MILLISECONDS, SECONDS)
    hours, minutes = divmod(minutes, SECONDS)
    parts = ((hours, "時間"), (minutes, "分"), (seconds, "秒"))
    return "".join(f"{number}{word}" for number, word in parts if number) or "0秒"


def read_clock(typed: str) -> int:
    """Return the moment that was typed as 41:10, 1:02:30 or 41分10秒, in any width.

    Raises ValueError with what to write instead.
    """
    text = "".join(half_width(typed).split()).replace("：", ":")
    found = _CLOCK.fullmatch(text) or _WORDS.fullmatch(text)
    if not text or found is None:
        raise ValueError(SAY_HOW)
    hours, minutes, seconds = (int(found[name] or 0) for name in ("h", "m", "s"))
    if found["h"] is not None and minutes >= SECONDS:
        raise ValueError(SAY_HOW)
    return ((hours * SECONDS + minutes) * SECONDS + seconds) * MILLISECONDS


def as_duration(moment: int) -> str:
    """Return a length as machines read it (ISO 8601), such as PT45M10S."""
    minutes, seconds = divmod(moment // MILLISECONDS, SECONDS)
    return f"PT{minutes}M{seconds}S" if seconds else f"PT{minutes}M"
