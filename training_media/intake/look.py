"""Looks into one file and prints what is there as JSON: `python -I look.py file formats`.

It runs as a process of its own with limits (`confined`), without Django: whatever the file does to the
library, nobody else is touched. It opens the file alone, in containers that name no other files.
"""

import json
import sys

import av
from av.container import InputContainer
from av.error import FFmpegError

# A picture is there within the first of these; a file without one cannot be read.
PACKETS_FOR_A_PICTURE = 500


def look(path: str, formats: str) -> dict[str, object]:
    """Return what a file holds. Raises FFmpegError for what is none of the formats."""
    options = {"protocol_whitelist": "file", "format_whitelist": formats}
    with av.open(f"file:{path}", options=options) as file:
        assert isinstance(file, InputContainer)
        if not set(file.format.name.split(",")) & set(formats.split(",")):
            raise ValueError(file.format.name)
        picture = next((each for each in file.streams.video if not _is_cover(each)), None)
        sound = next(iter(file.streams.audio), None)
        found: dict[str, object] = {
            "video": _codec(picture),
            "audio": _codec(sound),
            "width": picture.codec_context.width if picture else 0,
            "height": picture.codec_context.height if picture else 0,
            "is_decoded": False,
        }
        told = round((file.duration or 0) / 1_000)
        if picture is None:
            return found | {"duration": told, "seen_until": told}
        last, found["is_decoded"] = _walk(file, picture)
        return found | {"duration": told or last, "seen_until": last}


def _is_cover(stream: object) -> bool:
    return bool(getattr(stream, "disposition", 0) & av.stream.Disposition.attached_pic)


def _codec(stream: object) -> str:
    context = getattr(stream, "codec_context", None)
    if context is None:
        return "unknown" if stream is not None else ""
    return str(context.codec.canonical_name)


def _walk(file: InputContainer, picture: object) -> tuple[int, bool]:
    """Go through the whole file; return where its last packet ends, and whether a picture can be read."""
    last = packets = 0
    is_decoded = False
    first = (file.start_time or 0) // 1_000
    try:
        for packet in file.demux():
            if packet.pts is None or packet.is_corrupt:
                continue
            end = round((packet.pts + (packet.duration or 0)) * packet.time_base * 1_000) - first
            last = max(last, end)
            if packet.stream is not picture:
                continue
            packets += 1
            if not is_decoded and packets <= PACKETS_FOR_A_PICTURE:
                is_decoded = _has_picture(packet)
    except FFmpegError:
        pass  # what is cut off ends here; how far it came says enough
    return last, is_decoded


def _has_picture(packet: av.Packet) -> bool:
    try:
        return bool(packet.decode())
    except FFmpegError:
        return False


if __name__ == "__main__":
    av.logging.set_level(av.logging.PANIC)
    try:
        sys.stdout.write(json.dumps(look(sys.argv[1], sys.argv[2])))
    except (FFmpegError, ValueError, ArithmeticError):
        sys.exit(3)
