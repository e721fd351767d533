"""A recording of the demo world: a short film that ffmpeg draws, taken in as staff would send it."""

import subprocess
from datetime import date, timedelta
from pathlib import Path
from uuid import uuid4

from imageio_ffmpeg import get_ffmpeg_exe

from foundation.demo import World

from .files import folder, free_bytes
from .models import Upload
from .services.recordings import note_rights
from .services.uploads import moved, take_whole
from .services.working import work_on_upload

TITLE = "自立準備ホームとして受け入れるとき（見本の映像）"
SECONDS = 3
LEAST_FREE = 100 * 1024 * 1024


def seed(world: World) -> None:
    """Take a film of a few seconds in; what exists already stays."""
    if world.door != "public" or Upload.objects.exists() or free_bytes() < LEAST_FREE:
        return
    staff = world.people["staff"].user
    film = folder() / f"{uuid4().hex}.drawn"
    draw(film)
    before = world.now - timedelta(days=30)
    upload = take_whole(
        name="見本.mp4", size=film.stat().st_size, move_to=moved(film), title=TITLE, actor=staff, now=before
    )
    # The worker finds it done.
    work_on_upload(upload=upload.pk, clock=lambda: before)
    upload.refresh_from_db()
    assert upload.recording is not None
    note_rights(
        recording=upload.recording,
        partner="支援推進委員会",
        approved_on=date(world.now.year, 3, 1),
        holders="講師：見本の養護老人ホーム。画像・音楽はセンターが作ったもの。",
        until=(world.now + timedelta(days=45)).date(),
        actor=staff,
        now=before,
    )


def draw(path: Path, *, seconds: int = SECONDS, size: str = "640x360") -> None:
    """Let ffmpeg draw a film with a tone."""
    command = [get_ffmpeg_exe(), "-nostdin", "-y", "-loglevel", "error"]
    for source in (
        f"testsrc2=size={size}:rate=24:duration={seconds}",
        f"sine=frequency=330:duration={seconds}",
    ):
        command += ["-f", "lavfi", "-i", source]
    command += ["-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-c:a", "aac", "-shortest"]
    command += ["-f", "mp4"]
    subprocess.run([*command, f"file:{path}"], check=True, stdin=subprocess.DEVNULL)  # noqa: S603 -- our own words
