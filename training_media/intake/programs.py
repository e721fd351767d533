"""Starts the two programs that touch what was sent: the one that looks into it, and ffmpeg.

Both run confined, in an environment with nothing of ours in it, and may open nothing but files.
"""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from imageio_ffmpeg import get_ffmpeg_exe

from . import confined, look
from .exceptions import IntakeRefused
from .rules import FORMATS, GIGABYTE, SEND_AS_MP4, Probe, percent_done

# A look reads the whole file once.
LOOK_SECONDS, LOOK_CPU_SECONDS = 900, 600
MEMORY = 4 * GIGABYTE
MOST_MADE = 8 * GIGABYTE
# A second of a recording takes this much at most; nobody waits for more.
CPU_SECONDS_A_SECOND, SECONDS_A_SECOND, LEAST_SECONDS = 20, 20, 600
NOT_READ = f"動画のファイルとして読めません。{SEND_AS_MP4}"
TOO_LONG = "取り込みに時間がかかりすぎたので、やめました。画質を下げて書き出し、もう一度送ってください。"
FULL = (
    "サーバーの空きが足りなくて、変換できませんでした。いらない動画を消してから、もう一度取り込んでください。"
)
NOT_CONVERTED = f"変換の途中で読めなくなりました。{SEND_AS_MP4}"
WORDS_OF_A_FULL_DISK = b"No space left"
# Of what ffmpeg says, the end says why.
MOST_WORDS = 4_000

_BOX = (
    "scale=w='min({w},iw)':h='min({h},ih)':force_original_aspect_ratio=decrease:force_divisible_by=2"
    ",setsar=1,format=yuv420p,fps=fps='min(30,source_fps)'"
)
_SOUND = ["-c:a", "aac", "-ac", "2", "-ar", "48000"]
_PICTURE = ["-c:v", "libx264", "-preset", "veryfast", "-profile:v", "main", "-g", "60"]
_PLAIN = ["-map_metadata", "-1", "-map_chapters", "-1", "-sn", "-dn", "-movflags", "+faststart"]


@dataclass(frozen=True)
class Made:
    """Where the renditions of a recording are made."""

    high: Path
    low: Path
    audio: Path
    poster: Path


def look_into(path: Path) -> Probe:
    """Return what a file holds. Raises IntakeRefused for what is no recording."""
    command = [sys.executable, "-I", look.__file__, str(path), ",".join(FORMATS)]
    try:
        done = subprocess.run(  # noqa: S603 -- our own program; the path is a key of ours
            _confined(command, cpu=LOOK_CPU_SECONDS),
            env=_bare(path.parent),
            cwd=path.parent,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=LOOK_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise IntakeRefused(TOO_LONG) from error
    if done.returncode:
        raise IntakeRefused(NOT_READ)
    return Probe(**json.loads(done.stdout))


def convert(path: Path, made: Made, probe: Probe, *, tell: Callable[[int], None]) -> None:
    """Make the renditions of a recording; `tell` hears the percent. Raises IntakeRefused."""
    seconds = probe.duration // 1_000 + 1
    most = LEAST_SECONDS + SECONDS_A_SECOND * seconds
    cpu = LEAST_SECONDS + CPU_SECONDS_A_SECOND * seconds
    _run(_renditions(path, made, has_sound=bool(probe.audio)), probe, cpu=cpu, most=most, tell=tell)
    _run(_poster(made), probe, cpu=LEAST_SECONDS, most=LEAST_SECONDS, tell=lambda _: None)


def _renditions(path: Path, made: Made, *, has_sound: bool) -> list[str]:
    boxes = (
        "[0:v:0]split=2[one][two]"
        f";[one]{_BOX.format(w=1280, h=720)}[high];[two]{_BOX.format(w=640, h=360)}[low]"
    )
    command = [*_reading(path), "-filter_complex", boxes]
    for name, target, rates, sound in (
        ("high", made.high, ["-crf", "23", "-maxrate", "2500k", "-bufsize", "5000k"], "128k"),
        # With its sound it passes a line of 1 Mbit/s.
        ("low", made.low, ["-crf", "26", "-maxrate", "600k", "-bufsize", "1200k"], "64k"),
    ):
        command += ["-map", f"[{name}]", *_PICTURE, *rates]
        command += ["-map", "0:a:0", *_SOUND, "-b:a", sound] if has_sound else []
        command += [*_PLAIN, "-f", "mp4", f"file:{target}"]
    if has_sound:
        command += [
            "-map",
            "0:a:0",
            *_SOUND,
            "-b:a",
            "64k",
            *_PLAIN,
            "-vn",
            "-f",
            "mp4",
            f"file:{made.audio}",
        ]
    return command


def _poster(made: Made) -> list[str]:
    """Return the command for a picture that tells what the recording is about: not the first, often black."""
    pick = ["-vf", "thumbnail=100", "-frames:v", "1", "-q:v", "4", "-map_metadata", "-1"]
    return [*_reading(made.high), *pick, "-f", "mjpeg", f"file:{made.poster}"]


def _reading(path: Path) -> list[str]:
    quiet = [get_ffmpeg_exe(), "-hide_banner", "-nostdin", "-y", "-loglevel", "error", "-progress", "pipe:1"]
    only = ["-protocol_whitelist", "file", "-format_whitelist", ",".join(FORMATS)]
    return [*quiet, *only, "-i", f"file:{path}"]


def _run(command: Sequence[str], probe: Probe, *, cpu: int, most: int, tell: Callable[[int], None]) -> None:
    words = Path(command[-1].removeprefix("file:")).with_suffix(".words")
    with words.open("wb") as said:
        child = subprocess.Popen(  # noqa: S603 -- our own words; the paths are keys of ours
            _confined(command, cpu=cpu),
            env=_bare(words.parent),
            cwd=words.parent,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=said,
        )
    late = threading.Timer(most, child.kill)
    late.start()
    try:
        _follow(child, probe, tell)
        code = child.wait()
    finally:
        was_late = late.finished.is_set()
        late.cancel()
        child.kill()
        child.wait()
    if code:
        raise IntakeRefused(_why(words.read_bytes()[-MOST_WORDS:], was_late=was_late))


def _follow(child: "subprocess.Popen[bytes]", probe: Probe, tell: Callable[[int], None]) -> None:
    assert child.stdout is not None
    told = -1
    with child.stdout as lines:
        for line in lines:
            name, _, value = line.decode(errors="replace").strip().partition("=")
            if name == "out_time_us" and value.lstrip("-").isdecimal():
                percent = percent_done(int(value) // 1_000, probe.duration)
                if percent > told:
                    told = percent
                    tell(percent)


def _why(words: bytes, *, was_late: bool) -> str:
    if was_late:
        return TOO_LONG
    return FULL if WORDS_OF_A_FULL_DISK in words else NOT_CONVERTED


def _confined(command: Sequence[str], *, cpu: int) -> list[str]:
    limits = {"cpu": cpu, "memory": MEMORY, "file": MOST_MADE, "parent": os.getpid()}
    return [sys.executable, "-I", "-S", confined.__file__, json.dumps(limits), *command]


def _bare(home: Path) -> dict[str, str]:
    """Return an environment that holds nothing: no keys, no addresses, no proxies."""
    return {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "HOME": str(home), "TMPDIR": str(home)}
