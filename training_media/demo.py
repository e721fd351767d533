"""Films for the course of the demo world: a slide for each chapter, without a voice, as long as the course says.

They lie in line as if staff had sent them; the worker converts them while somebody looks around.
"""

import subprocess
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

from imageio_ffmpeg import get_ffmpeg_exe
from PIL import Image, ImageDraw, ImageFont

from foundation.demo import World
from foundation.printing.fonts import FONT_FILE

from .intake.files import folder, free_bytes
from .intake.models import Upload
from .intake.services.recordings import RightsNoted, note_rights
from .intake.services.uploads import moved, take_whole
from .models import Chapter, Part

LEAST_FREE = 200 * 1024 * 1024
WIDTH, HEIGHT = 1280, 720
PAPER, INK, SOFT, EVERGREEN, LIGHT, DARK = "#FBF8F2", "#1E2A2B", "#4A5758", "#0E5A5A", "#F3BE4C", "#D9D2C5"
EDGE, LINE_LENGTH = 96, 24
SAYS = "見本の動画です。声は入っていません。字幕でお読みください。"


def seed(world: World) -> None:
    """Put a film in line for each part that has none; a world to which somebody sent one stays as it is."""
    if world.door != "public" or Upload.objects.exists() or free_bytes() < LEAST_FREE:
        return
    staff, before = world.people["staff"].user, world.now - timedelta(days=30)
    parts = Part.objects.filter(recording__isnull=False, chapters__start=0)
    for part in parts.select_related("recording", "course"):
        recording = part.recording
        assert recording is not None
        film = folder() / f"part-{part.pk}.drawn"
        draw_slides(film, part)
        upload = take_whole(
            name=f"{part.title}.mkv",
            size=film.stat().st_size,
            move_to=moved(film),
            title=recording.title,
            actor=staff,
            now=before,
        )
        # The course and what was watched of it are there already.
        Upload.objects.filter(pk=upload.pk).update(recording=recording)
        note_rights(
            recording=recording,
            noted=RightsNoted(
                partner="支援推進委員会",
                approved_by="支援推進委員会　第2回",
                approved_on=(world.now - timedelta(days=60)).date(),
                holders="講師：見本地域生活定着支援センター。画像はセンターが作ったもの。",
                # After whatever campaign shows it; the first one is soon to be looked at again.
                until=(world.now + timedelta(days=200 * part.number)).date(),
                review_on=(world.now + timedelta(days=180 * part.number - 170)).date(),
            ),
            actor=staff,
            now=before,
        )


def draw_slides(path: Path, part: Part) -> None:
    """Make the film of a part: each chapter shows its slide until the next one begins."""
    chapters = list(part.chapters.all())
    assert part.recording is not None
    edges = [*(each.start for each in chapters), part.recording.duration]
    with TemporaryDirectory() as name:
        lines = []
        for number, (start, end) in enumerate(pairwise(edges)):
            slide = Path(name) / f"{number}.png"
            _slide(part, chapters, number).save(slide)
            lines += [f"file '{slide}'", f"duration {(end - start) / 1000}"]
        # The last duration counts only when a picture follows.
        order = Path(name) / "slides.txt"
        order.write_text("\n".join([*lines, lines[-2]]))
        _film(order, path, seconds=part.recording.duration / 1000)


def _film(order: Path, path: Path, *, seconds: float) -> None:
    pictures = ["-f", "concat", "-safe", "0", "-i", f"file:{order}"]
    # Without sound it is converted in seconds, however long it lasts.
    coded = ["-vf", "fps=1/4", "-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p"]
    command = [get_ffmpeg_exe(), "-nostdin", "-y", "-loglevel", "error", *pictures]
    command += ["-t", str(seconds), *coded, "-f", "matroska", f"file:{path}"]
    subprocess.run(command, check=True, stdin=subprocess.DEVNULL)  # noqa: S603 -- our own words


def _slide(part: Part, chapters: list[Chapter], number: int) -> Image.Image:
    """Draw the slide of a chapter; of the house's windows as many are lit as chapters have begun.

    What is at the bottom would stand under the captions and the browser's own buttons.
    """
    picture = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 0, WIDTH, 20), fill=EVERGREEN)
    _write(draw, (EDGE, 72), f"{part.course.title}　{part.title}", size=26, ink=SOFT)
    _write(draw, (EDGE, 116), SAYS, size=24, ink=SOFT)
    _write(draw, (EDGE, 180), f"{number + 1}", size=88, ink=EVERGREEN)
    _write(draw, (EDGE + 100, 196), chapters[number].title, size=58, ink=INK)
    words = chapters[number].summary
    for row, start in enumerate(range(0, len(words), LINE_LENGTH)):
        _write(draw, (EDGE + 100, 300 + 56 * row), words[start : start + LINE_LENGTH], size=36, ink=INK)
    for place in range(len(chapters)):
        left = EDGE + 100 + 84 * place
        fill = LIGHT if place <= number else DARK
        draw.rectangle((left, 440, left + 60, 512), fill=fill, outline=EVERGREEN, width=4)
        draw.line((left + 30, 440, left + 30, 512), fill=EVERGREEN, width=4)
        draw.line((left, 476, left + 60, 476), fill=EVERGREEN, width=4)
    return picture


def _write(draw: ImageDraw.ImageDraw, place: tuple[int, int], words: str, *, size: int, ink: str) -> None:
    draw.text(place, words, font=ImageFont.truetype(str(FONT_FILE), size), fill=ink)
