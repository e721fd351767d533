"""What a player may report, where one goes on, what is left to see: pure functions, times in milliseconds."""

import json
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from training_media.times import as_clock
from training_media.viewing.rules import GREATEST_RATE, LEAST_RATE
from training_media.viewing.spans import Span, Spans, length, minus, union

MOST_BYTES = 16 * 1024
MOST_PIECES = 200
MOST_NUMBER = 2**31 - 1
# So many pieces in one sitting are no viewer: a player reports one every 15 seconds, and one at each jump.
MOST_PIECES_OF_A_SITTING = 3_000
# No clock of a device runs longer than a month in one sitting.
MOST_CLOCK = 31 * 24 * 60 * 60 * 1000
KEYS = {"sitting", "pieces"}
PIECE_PARTS, SPAN_ENDS = 4, 2
# Whoever stopped so close to the end begins anew.
AT_THE_END = 3_000
MOST_GAPS_TOLD = 5
SECOND, MINUTE = 1_000, 60


class NotABeacon(Exception):
    """What came is no report of a player."""


@dataclass(frozen=True, slots=True)
class ReportedPiece:
    """One piece as it came."""

    seq: int
    media: tuple[int, int]
    clock: tuple[int, int]
    rate: int


@dataclass(frozen=True, slots=True)
class Report:
    """What a player sends: its key, and the pieces since it last heard that they arrived."""

    sitting: uuid.UUID
    pieces: tuple[ReportedPiece, ...]


def read_report(body: bytes) -> Report:
    """Return what a player sends: `{"sitting": key, "pieces": [[seq, [from, to], [from, to], rate], …]}`.

    Whole numbers alone; nothing else may stand there. Raises NotABeacon for anything else.
    """
    if len(body) > MOST_BYTES:
        raise NotABeacon("too long")
    try:
        found = json.loads(body, parse_constant=_refuse, parse_float=_refuse)
    except (ValueError, RecursionError) as error:
        raise NotABeacon("no JSON") from error
    if not isinstance(found, dict) or found.keys() != KEYS:
        raise NotABeacon("other keys")
    rows = found["pieces"]
    if not isinstance(rows, list) or not 1 <= len(rows) <= MOST_PIECES:
        raise NotABeacon("no pieces, or too many")
    return Report(_key(found["sitting"]), tuple(_piece(row) for row in rows))


def _refuse(word: str) -> None:
    raise NotABeacon(word)


def _key(value: Any) -> uuid.UUID:
    if not isinstance(value, str):
        raise NotABeacon("no key")
    try:
        key = uuid.UUID(value)
    except ValueError as error:
        raise NotABeacon("no key") from error
    if str(key) != value:
        raise NotABeacon("no key")
    return key


def _piece(row: Any) -> ReportedPiece:
    if not isinstance(row, list) or len(row) != PIECE_PARTS:
        raise NotABeacon("no piece")
    seq, media, clock, rate = row
    piece = ReportedPiece(
        _number(seq, MOST_PIECES_OF_A_SITTING),
        _span(media, MOST_NUMBER),
        _span(clock, MOST_CLOCK),
        _number(rate, GREATEST_RATE),
    )
    if piece.rate < LEAST_RATE:
        raise NotABeacon("no rate")
    return piece


def _span(value: Any, most: int) -> tuple[int, int]:
    if not isinstance(value, list) or len(value) != SPAN_ENDS:
        raise NotABeacon("no span")
    start, end = _number(value[0], most), _number(value[1], most)
    if start >= end:
        raise NotABeacon("no span")
    return start, end


def _number(value: Any, most: int) -> int:
    # True is an int in Python.
    if type(value) is not int or not 0 <= value <= most:
        raise NotABeacon("no number")
    return value


def goes_on_at(last: int | None, duration: int) -> int:
    """Return where one goes on: where one stopped, from the beginning after the end."""
    return 0 if last is None or last >= duration - AT_THE_END else last


def asked_place(words: str, duration: int) -> int | None:
    """Return the moment that an address asks for, None where it asks for none."""
    if not words.isascii() or not words.isdecimal() or len(words) > len(str(duration)):
        return None
    return min(int(words), duration)


def lasting(milliseconds: int) -> str:
    """Return a length as people say it: 12分30秒."""
    minutes, seconds = divmod(milliseconds // SECOND, MINUTE)
    return f"{minutes}分{seconds}秒" if minutes else f"{seconds}秒"


def way_in(let_in_by: str) -> str:
    """Return in words by what somebody came in, as their sitting says it: `card:1`, `card:1/own:2`."""
    if let_in_by.startswith("user:"):
        return "ログインして"
    return "一人ずつのカードで" if "/own:" in let_in_by else "事業所のカードで"


def gaps(watched: Spans, duration: int) -> Spans:
    """Return what has not been watched yet, as far as it lasts a second."""
    return tuple(each for each in minus([(0, duration)], watched) if each[1] - each[0] >= SECOND)


def pieces_told(spans: Spans) -> Spans:
    """Return spans as they are told in words: those with less than a second between them are one."""
    told: list[Span] = []
    for start, end in spans:
        if told and start - told[-1][1] < SECOND:
            told[-1] = (told[-1][0], end)
        else:
            told.append((start, end))
    return tuple(told)


def coverage_words(watched: Spans, duration: int) -> str:
    """Return in words what the bar shows."""
    seen = length(watched)
    left = gaps(watched, duration)
    if not seen:
        return "まだ見ていません。"
    if not left:
        return f"全部見ました（{lasting(duration)}）。"
    percent = min(99, seen * 100 // duration)
    told = "、".join(f"{as_clock(start)}〜{as_clock(end)}" for start, end in left[:MOST_GAPS_TOLD])
    more = "など" if len(left) > MOST_GAPS_TOLD else ""
    return f"{lasting(seen)}見ました（全体の{percent}％）。まだのところ：{told}{more}"


BAR = 1000


def cuts(starts: Sequence[int], duration: int) -> list[int]:
    """Return where chapters begin in the picture."""
    return [start * BAR // duration for start in starts if 0 < start < duration]


def bar(watched: Sequence[tuple[int, int]], duration: int) -> list[tuple[int, int]]:
    """Return the bars of the picture, from where and how wide, of a thousand.

    Those that touch are one: however many spans there are, there are no more than 500 bars.
    """
    cells = (
        (start * BAR // duration, max(start * BAR // duration + 1, end * BAR // duration))
        for start, end in watched
    )
    return [(start, end - start) for start, end in union(cells)]


PANES = 6


def lit(watched: Spans, start: int, end: int) -> int:
    """Return how many of the six panes of a chapter's window are lit: all only when all of it was watched."""
    whole = end - start
    seen = whole - length(minus([(start, end)], watched))
    return min(PANES if seen >= whole - SECOND else PANES - 1, -(-seen * PANES // whole)) if whole > 0 else 0
