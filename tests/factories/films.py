"""Real films, and what only looks like one, made by the ffmpeg that ships with the portal."""

import subprocess
from io import BytesIO

from imageio_ffmpeg import get_ffmpeg_exe

from training_media.intake.enums import Rendition, Stage
from training_media.intake.models import MediaFile, Upload
from training_media.intake.services.uploads import begin_upload, take_whole
from training_media.models import Recording


def ffmpeg(*words):
    subprocess.run([get_ffmpeg_exe(), "-nostdin", "-y", "-loglevel", "error", *map(str, words)], check=True)


def draw_film(path, *, seconds=2, size="320x180"):
    picture = f"testsrc2=size={size}:rate=24:duration={seconds}"
    tone = f"sine=frequency=330:duration={seconds}"
    coded = ["-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-c:a", "aac", "-shortest"]
    ffmpeg("-f", "lavfi", "-i", picture, "-f", "lavfi", "-i", tone, *coded, "-f", "mp4", f"file:{path}")
    return path


def send_whole(content, *, actor, now, name="film.mp4", title="受け入れの話"):
    """Take bytes in as a whole file."""
    return take_whole(
        name=name,
        size=len(content),
        move_to=lambda place: place.write_bytes(content) and None,
        title=title,
        actor=actor,
        now=now,
    )


def begin(content, *, actor, now, name="film.mp4"):
    return begin_upload(name=name, size=len(content), modified=1, title="受け入れの話", actor=actor, now=now)


def make_ready(*, actor, now, title="受け入れの話", duration=60_000, content=b"0123456789" * 10):
    """Make a recording whose renditions are these bytes: what plays them is not asked."""
    recording = Recording.objects.create(title=title, duration=duration)
    Upload.objects.create(
        title=title,
        file_name="film.mp4",
        size=len(content),
        received=len(content),
        stage=Stage.READY,
        recording=recording,
        started_by=actor,
        started_at=now,
        changed_at=now,
    )
    for rendition in Rendition:
        row = MediaFile(recording=recording, rendition=rendition, size=len(content), made_at=now)
        row.file.name = row.file.storage.save(f"recordings/{recording.pk}/{rendition}", BytesIO(content))
        row.save()
    return recording
