"""What may be taken in, what a file is good for, and which bytes are asked for: pure functions."""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from pathlib import PurePath

from foundation.decision import YES, Decision
from training_media.viewing.rules import SamePiece

# Where a moment of the old recording is in the new one.
type Moved = Callable[[int], int]

MEGABYTE = 1024 * 1024
GIGABYTE = 1024 * MEGABYTE
MOST_BYTES = 2 * GIGABYTE
# A piece of an upload; what is above is refused before it is read.
MOST_PIECE_BYTES = 16 * MEGABYTE
# What stays free on the disk besides the file and what is made of it.
LEAST_FREE_BYTES = GIGABYTE
ENDINGS = ("mp4", "m4v", "mov", "webm", "mkv", "avi", "wmv", "ts", "mts", "m2ts", "3gp")

# Containers that name no other files: no playlists, no scripts, no pictures in a row.
FORMATS = ("mov", "mp4", "m4a", "3gp", "3g2", "mj2", "matroska", "webm", "avi", "mpegts", "asf")
VIDEO_CODECS = frozenset(
    {"h264", "hevc", "av1", "vp8", "vp9", "mpeg4", "mpeg2video", "mpeg1video", "mjpeg", "prores", "dnxhd"}
    | {"h263", "msmpeg4v3", "wmv1", "wmv2", "wmv3", "vc1", "dvvideo"}
)
AUDIO_CODECS = frozenset(
    {"aac", "mp3", "mp2", "opus", "vorbis", "ac3", "eac3", "flac", "alac", "wmav1", "wmav2", "wmapro"}
    | {"amr_nb", "amr_wb", "adpcm_ima_wav", "adpcm_ms"}
)
# Sound as it is; there are many ways to write it.
PLAIN_AUDIO = "pcm_"
MOST_PIXELS = 4096 * 4096
# The end of a whole file is where it says, but for what a camera leaves open.
MISSING_SHARE, LEAST_MISSING_MS = 50, 2_000
# No recording is as long; while chapters are moved they wait there.
OUT_OF_THE_WAY = 2_000_000_000
MOST_TRIES = 3
STOPPED_TOO_OFTEN = (
    "取り込みが何度も途中で止まったので、やめました。画質を下げて書き出し、もう一度送ってください。"
)

SEND_AS_MP4 = (
    "パソコンやスマートフォンで再生できるか確かめて、MP4（H.264）で書き出しなおして、もう一度送ってください。"
)


def may_send(name: str, size: int, *, free: int) -> Decision:
    """Decide whether a file may be sent; `free` is the room on the disk, in bytes."""
    refusals = (
        (size <= 0, "ファイルが空です。別のファイルを選んでください。"),
        (size > MOST_BYTES, "ファイルが大きすぎます。2GBまでです。画質を下げるか、分けて送ってください。"),
        (
            PurePath(name).suffix.lower().lstrip(".") not in ENDINGS,
            "動画のファイルを選んでください（MP4、MOV、WebM、MKV、AVI、WMV）。",
        ),
        (
            free < 2 * size + LEAST_FREE_BYTES,
            "サーバーの空きが足りないので、受け取れません。いらない動画を消すか、システム管理者に伝えてください。",
        ),
    )
    return next((Decision(False, words) for refused, words in refusals if refused), YES)


@dataclass(frozen=True)
class Probe:
    """What a look into a file found, in milliseconds; `seen_until` is where its last packet ends."""

    duration: int
    seen_until: int
    width: int
    height: int
    video: str
    audio: str
    is_decoded: bool


def is_good(probe: Probe, *, longest_minutes: int) -> Decision:
    """Decide whether a file can be made into a recording, and if not, what to do."""
    is_plain = not probe.audio or probe.audio.startswith(PLAIN_AUDIO)
    missing = probe.duration - probe.seen_until
    refusals = (
        (not probe.video, f"映像が入っていません。音声だけのファイルかもしれません。{SEND_AS_MP4}"),
        (
            probe.video not in VIDEO_CODECS or not (is_plain or probe.audio in AUDIO_CODECS),
            f"この動画の形式は読めません。{SEND_AS_MP4}",
        ),
        (not 0 < probe.width * probe.height <= MOST_PIXELS, f"画面の大きさが読めません。{SEND_AS_MP4}"),
        (probe.duration <= 0, f"長さのない動画です。{SEND_AS_MP4}"),
        (
            probe.duration > longest_minutes * 60_000,
            f"動画が長すぎます。{longest_minutes}分までです。分けて送ってください。",
        ),
        (not probe.is_decoded, f"映像を読み取れません。{SEND_AS_MP4}"),
        (
            missing > max(LEAST_MISSING_MS, probe.duration // MISSING_SHARE),
            "ファイルが途中で切れています。元のファイルが終わりまで再生できるか確かめて、もう一度送ってください。",
        ),
    )
    return next((Decision(False, words) for refused, words in refusals if refused), YES)


def percent_done(at_ms: int, duration: int) -> int:
    """Return how much of a conversion is done; the last percent is for putting the files away."""
    return min(99, max(0, at_ms) * 100 // duration) if duration else 0


_RANGE = re.compile(r"bytes=(\d{0,15})-(\d{0,15})")


class OutOfRange(Exception):
    """Bytes are asked for that the file does not have."""


def asked_bytes(header: str, size: int) -> tuple[int, int] | None:
    """Return the bytes that a Range header asks for, half open; None for the whole file.

    What is not understood, and several ranges at once, are answered with the whole (RFC 9110, 14.2). Raises
    OutOfRange.
    """
    found = _RANGE.fullmatch(header.strip())
    if found is None or found[0] == "bytes=-":
        return None
    first, last = found.groups()
    if not first:
        start, end = max(0, size - int(last)), size
    else:
        start, end = int(first), min(int(last) + 1, size) if last else size
        if last and int(last) < start:
            return None
    if start >= end:
        raise OutOfRange
    return start, end


def may_replace(old: int, new: int, *, successors: Mapping[int, int | None], is_ready: bool) -> Decision:
    """Decide whether one recording may come in the place of another; `successors` is who follows whom."""
    follows: int | None = new
    while follows is not None and follows != old:
        follows = successors.get(follows)
    refusals = (
        (old == new, "同じ動画です。新しい動画を選んでください。"),
        (follows is not None, "その動画は、この動画の前の版です。別の動画を選んでください。"),
        (not is_ready, "新しい動画は、まだ見られません。変換が終わってから、入れかえてください。"),
    )
    return next((Decision(False, words) for refused, words in refusals if refused), YES)


def same_until_the_shorter_ends(old_duration: int, new_duration: int) -> list[SamePiece]:
    """Return the map with which a replacement begins: both are the same as far as both go."""
    return [SamePiece((0, min(old_duration, new_duration)), 0)]


def is_time_map(pieces: Sequence[SamePiece], *, old_duration: int, new_duration: int) -> Decision:
    """Decide whether these pieces lie within both recordings and nowhere over each other in the old one."""
    ordered = sorted(pieces, key=lambda each: each.old)
    lasting = [each.old[1] - each.old[0] for each in ordered]
    refusals = (
        (any(each <= 0 for each in lasting), "終わりは、始まりよりあとにしてください。"),
        (any(each.old[1] > old_duration for each in ordered), "前の動画の長さをこえています。"),
        (
            any(each.new_start + long > new_duration for each, long in zip(ordered, lasting, strict=True)),
            "新しい動画の長さをこえています。",
        ),
        (
            any(one.old[1] > other.old[0] for one, other in pairwise(ordered)),
            "前の動画の同じところを、2つの行に書いています。",
        ),
    )
    return next((Decision(False, words) for refused, words in refusals if refused), YES)


def moved_to(at: int, pieces: Collection[SamePiece], *, new_duration: int) -> int:
    """Return where a moment of the old recording is in the new one.

    What is gone moves to where the next piece that both have begins, or to the end.
    """
    for piece in sorted(pieces, key=lambda each: each.old):
        if at < piece.old[1]:
            return piece.new_start + max(0, at - piece.old[0])
    return max(0, new_duration - 1)


def moved_apart(starts: Sequence[int]) -> list[int]:
    """Return these moments in order with none twice: those that fell together come a millisecond later."""
    apart: list[int] = []
    for start in starts:
        apart.append(max(start, apart[-1] + 1) if apart else start)
    return apart


def rights_state(until: date | None, review_on: date | None, *, today: date, told_days: int) -> str:
    """Return how the right to show a recording stands.

    Over, ending, to be looked at on this day or before; else lasting, or open where it never ends.
    """
    if until is not None and until < today:
        return "over"
    if until is not None and until - timedelta(days=told_days) <= today:
        return "ending"
    if review_on is not None and review_on <= today:
        return "due"
    return "open" if until is None else "lasting"


def next_day(*days: date | None) -> date:
    """Return the first of these days, the last there is where there is none."""
    return min((day for day in days if day is not None), default=date.max)
