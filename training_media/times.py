"""Moments of a recording as people write and read them; all are whole milliseconds.

Parts of a second are read and written where somebody asks for them: `exactly`.
"""

import re

from foundation.japanese.text import half_width

MILLISECONDS = 1000
SECONDS = 60
_CLOCK = re.compile(r"(?:(?P<h>\d{1,2}):)?(?P<m>\d{1,3}):(?P<s>[0-5]\d)(?:\.(?P<part>\d{1,3}))?")
_WORDS = re.compile(r"(?:(?P<h>\d{1,2})時間)?(?:(?P<m>\d{1,3})分)?(?:(?P<s>\d{1,2})秒)?")
SAY_HOW = "「41:10」か「1:02:30」のように、分と秒を「:」で区切って書いてください。"


def as_clock(moment: int, *, exactly: bool = False) -> str:
    """Return 41:10, or 1:02:30 from the first hour on; exactly 41:10.500 where there is a part."""
    whole, part = divmod(moment, MILLISECONDS)
    minutes, seconds = divmod(whole, SECONDS)
    hours, minutes = divmod(minutes, SECONDS)
    clock = f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"
    return f"{clock}.{part:03}" if exactly and part else clock


def in_words(moment: int) -> str:
    """Return 41分10秒, 45分 or 1時間2分30秒."""
    minutes, seconds = divmod(moment // MILLISECONDS, SECONDS)
    hours, minutes = divmod(minutes, SECONDS)
    parts = ((hours, "時間"), (minutes, "分"), (seconds, "秒"))
    return "".join(f"{number}{word}" for number, word in parts if number) or "0秒"


def to_the_second(moment: int) -> str:
    """Return 24分00秒 or 1時間02分30秒, never rounded to minutes: how long somebody watched, as proof."""
    minutes, seconds = divmod(moment // MILLISECONDS, SECONDS)
    hours, minutes = divmod(minutes, SECONDS)
    return f"{hours}時間{minutes:02}分{seconds:02}秒" if hours else f"{minutes}分{seconds:02}秒"


def read_clock(typed: str, *, exactly: bool = False) -> int:
    """Return the moment that was typed as 41:10, 1:02:30 or 41分10秒, in any width; exactly, 41:10.5 as well.

    Raises ValueError with what to write instead.
    """
    text = "".join(half_width(typed).split()).replace("：", ":")
    found = _CLOCK.fullmatch(text) or _WORDS.fullmatch(text)
    if not text or found is None:
        raise ValueError(SAY_HOW)
    hours, minutes, seconds = (int(found[name] or 0) for name in ("h", "m", "s"))
    part = found.groupdict().get("part")
    if (found["h"] is not None and minutes >= SECONDS) or (part and not exactly):
        raise ValueError(SAY_HOW)
    return ((hours * SECONDS + minutes) * SECONDS + seconds) * MILLISECONDS + int((part or "").ljust(3, "0"))


def as_duration(moment: int) -> str:
    """Return a length as machines read it (ISO 8601), such as PT45M10S."""
    minutes, seconds = divmod(moment // MILLISECONDS, SECONDS)
    return f"PT{minutes}M{seconds}S" if seconds else f"PT{minutes}M"
