"""A short film with a key picture each second, so that a real browser jumps to where it is told."""

from pathlib import Path

from tests.factories.films import ffmpeg

SECONDS = 12


def make_clip(folder, *, seconds=SECONDS):
    """Make a film with a running clock and a beep; returns its path."""
    made = Path(folder) / "clip.mp4"
    picture = f"testsrc=size=320x180:rate=10:duration={seconds}"
    sound = f"sine=frequency=440:duration={seconds}"
    codecs = ("-c:v", "libx264", "-preset", "ultrafast", "-g", "10", "-pix_fmt", "yuv420p", "-c:a", "aac")
    inputs = ("-f", "lavfi", "-i", picture, "-f", "lavfi", "-i", sound)
    ffmpeg(*inputs, *codecs, "-shortest", "-movflags", "+faststart", made)
    return made
