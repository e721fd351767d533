"""What counts as one download. Pure."""

import re
from dataclasses import dataclass

# 200 the whole, 206 a part, 302 the way to a storage that hands it out. 304 says: you have it already.
HANDED_OUT = frozenset({200, 206, 302})
# Programs that name themselves. The telephones of one maker are called Cubot.
PROGRAMS = re.compile(r"(?<!cu)bot|crawl|spider|slurp", re.IGNORECASE)
# A part that begins later continues a download that was counted; one that counts from the end does, too.
CONTINUES = re.compile(r"\s*bytes\s*=\s*(?!0+\s*-)", re.IGNORECASE)
# The first byte or two: a program asks whether parts can be had, and how long the file is.
PROBES = re.compile(r"\s*bytes\s*=\s*0+\s*-\s*0*[01]\s*$", re.IGNORECASE)


@dataclass(frozen=True)
class Handing:
    """How a file was asked for and answered. Nothing of it is kept."""

    method: str
    status: int
    is_staff: bool
    agent: str = ""
    range: str = ""
    purpose: str = ""


def is_download(handing: Handing) -> bool:
    """Return whether a reader took the file: not a look at its headers, a program, a guess, or one of us."""
    return (
        handing.method == "GET"
        and handing.status in HANDED_OUT
        and not handing.is_staff
        and not PROGRAMS.search(handing.agent)
        and not CONTINUES.match(handing.range)
        and not PROBES.match(handing.range)
        and "prefetch" not in handing.purpose.lower()
    )
