"""Real films are taken in, and what only looks like one is refused with what to do."""

import os
import signal
import subprocess
import sys
import threading
import time
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from tests.factories.films import ffmpeg, send_whole
from tests.factories.limits import put_limit
from training_media.intake import confined, programs
from training_media.intake.enums import Rendition, Stage
from training_media.intake.exceptions import IntakeRefused
from training_media.intake.files import source_path, work_folder
from training_media.intake.limits import LONGEST
from training_media.intake.models import MediaFile, Upload
from training_media.intake.rules import MOST_TRIES
from training_media.intake.services.cleaning import clean_up
from training_media.intake.services.uploads import try_again
from training_media.intake.services.working import work_on_upload
from training_media.models import Recording

pytestmark = pytest.mark.django_db
NOW = timezone.now()


@pytest.fixture
def take_in(staff):
    """Give a function that sends bytes, does the job and returns the upload."""

    def take_in(content, **facts):
        upload = send_whole(content, actor=staff, now=NOW, **facts)
        work_on_upload(upload=upload.pk, clock=lambda: NOW)
        upload.refresh_from_db()
        return upload

    return take_in


def made_of(path, *words):
    ffmpeg(*words, path)
    return path.read_bytes()


def test_a_film_becomes_a_recording_in_all_renditions(take_in, film, folder, tmp_path):
    upload = take_in(film.read_bytes())
    recording = upload.recording
    assert (upload.stage, upload.percent, upload.reason) == (Stage.READY, 100, "")
    assert abs(recording.duration - 2_000) < 100
    assert recording.title == "受け入れの話"
    rows = {row.rendition: row for row in MediaFile.objects.filter(recording=recording)}
    assert list(rows) == Rendition.values
    for rendition, row in rows.items():
        content = row.file.storage.open(row.file.name).read()
        assert len(content) == row.size
        if rendition != Rendition.POSTER:
            # What a player needs to begin stands first.
            assert content.index(b"moov") < content.index(b"mdat")
    assert (rows["720"].width, rows["720"].height) == (320, 180)
    copy = tmp_path / "sound"
    copy.write_bytes(rows["audio"].file.storage.open(rows["audio"].file.name).read())
    probe = programs.look_into(copy)
    assert (probe.video, probe.audio) == ("", "aac")
    assert rows["poster"].file.storage.open(rows["poster"].file.name).read(2) == b"\xff\xd8"
    # The source stays for a time, what was made beside it does not.
    assert [path.name for path in folder.iterdir()] == [upload.key.hex]


def test_a_silent_upright_film_has_no_sound_of_its_own(take_in, tmp_path):
    source = "testsrc2=size=180x320:rate=5:duration=1"
    upload = take_in(
        made_of(tmp_path / "up.webm", "-f", "lavfi", "-i", source, "-c:v", "libvpx", "-deadline", "realtime"),
        name="up.webm",
    )
    rows = {row.rendition: (row.width, row.height) for row in MediaFile.objects.all()}
    assert upload.stage == Stage.READY
    assert rows == {"720": (180, 320), "360": (180, 320), "poster": (0, 0)}


PLAYLIST = b"#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\n%s\n#EXT-X-ENDLIST\n"
HOSTILE = {
    "text": b"this is a letter\n" * 100,
    "one byte": b"x",
    "playlist of a file": PLAYLIST % b"file:///etc/passwd",
    "playlist of a host": PLAYLIST % b"http://127.0.0.1:9/a.ts",
    "concat script": b"ffconcat version 1.0\nfile '/etc/passwd'\nfile 'http://127.0.0.1:9/a.ts'\n",
    "dash": b'<?xml version="1.0"?><MPD xmlns="urn:mpeg:dash:schema:mpd:2011" type="static"><Period>'
    b"<BaseURL>http://127.0.0.1:9/</BaseURL></Period></MPD>",
    "subtitles": b"WEBVTT\n\n00:00.000 --> 00:10.000\nhello\n",
}


@pytest.mark.parametrize("content", HOSTILE.values(), ids=HOSTILE)
def test_what_only_looks_like_a_film_is_refused(take_in, content):
    upload = take_in(content)
    assert (upload.stage, upload.reason) == (Stage.FAILED, programs.NOT_READ)
    assert (Recording.objects.count(), MediaFile.objects.count()) == (0, 0)


@pytest.mark.parametrize("script", ["playlist of a file", "concat script"])
def test_ffmpeg_itself_opens_no_script_either(script, film, tmp_path):
    """The look is one guard, the program's own whitelist another."""
    source = tmp_path / "source"
    source.write_bytes(HOSTILE[script].replace(b"/etc/passwd", str(film).encode()))
    made = programs.Made(*(tmp_path / name for name in ("a.mp4", "b.mp4", "c.m4a", "d.jpg")))
    with pytest.raises(IntakeRefused):
        programs.convert(source, made, programs.look_into(film), tell=lambda _: None)
    assert not made.high.exists() or made.high.stat().st_size == 0


def test_five_hours_are_too_long_and_the_limit_is_declared(take_in, tmp_path, manager):
    source = "color=size=64x36:rate=1/600:duration=18000"
    content = made_of(tmp_path / "long.mp4", "-f", "lavfi", "-i", source)
    upload = take_in(content)
    assert (upload.stage, upload.reason) == (
        Stage.FAILED,
        "動画が長すぎます。240分までです。分けて送ってください。",
    )
    put_limit(LONGEST, 10, by=manager)
    short = made_of(tmp_path / "short.mp4", "-f", "lavfi", "-i", source.replace("18000", "1200"))
    assert "10分までです" in take_in(short).reason


def test_an_odd_codec_a_cut_off_film_and_sound_alone_are_refused(take_in, film, tmp_path):
    whole = film.read_bytes()
    odd = made_of(tmp_path / "odd.mkv", "-i", film, "-c:v", "ffv1", "-t", "0.5")
    sound = made_of(tmp_path / "sound.mp4", "-i", film, "-vn", "-c:a", "copy")
    long = made_of(
        tmp_path / "fast.mp4", "-stream_loop", "9", "-i", film, "-c", "copy", "-movflags", "+faststart"
    )
    told = {
        "形式は読めません": odd,
        "映像が入っていません": sound,
        "途中で切れています": long[: len(long) // 2],
        "動画のファイルとして読めません": whole[: len(whole) // 2],
    }
    for words, content in told.items():
        upload = take_in(content, name="film.mkv")
        assert upload.stage == Stage.FAILED
        assert words in upload.reason
    assert Recording.objects.count() == 0


def test_a_film_that_cannot_be_read_on_the_way_is_given_up_and_can_be_tried_again(
    take_in, film, staff, tmp_path
):
    """A film whose head is whole and whose pictures are noise."""
    fast = made_of(tmp_path / "fast.mp4", "-i", film, "-c", "copy", "-movflags", "+faststart")
    start = fast.index(b"mdat") + 4
    upload = take_in(fast[:start] + b"\0" * (len(fast) - start))
    assert upload.stage == Stage.FAILED
    source_path(upload).write_bytes(film.read_bytes())
    try_again(upload=upload, actor=staff, now=NOW)
    work_on_upload(upload=upload.pk, clock=lambda: NOW)
    upload.refresh_from_db()
    assert upload.stage == Stage.READY


def test_work_that_is_done_is_not_done_again(take_in, film):
    upload = take_in(film.read_bytes())
    before = list(MediaFile.objects.values())
    work_on_upload(upload=upload.pk, clock=lambda: NOW)
    assert list(MediaFile.objects.values()) == before


def test_what_a_killed_worker_left_is_begun_anew(take_in, film, staff):
    upload = send_whole(film.read_bytes(), actor=staff, now=NOW)
    recording = Recording.objects.create(title="受け入れの話", duration=2_000)
    Upload.objects.filter(pk=upload.pk).update(
        stage=Stage.CONVERTING, percent=40, tries=1, recording=recording
    )
    work_folder(upload).mkdir()
    (work_folder(upload) / "720.mp4").write_bytes(b"half")
    left = default_storage.save(f"recordings/{upload.key.hex}/720.mp4", ContentFile(b"half"))
    work_on_upload(upload=upload.pk, clock=lambda: NOW)
    upload.refresh_from_db()
    assert (upload.stage, upload.recording, Recording.objects.count()) == (Stage.READY, recording, 1)
    assert MediaFile.objects.get(rendition="720").file.name == left
    assert default_storage.size(left) == MediaFile.objects.get(rendition="720").size


def test_a_file_that_ends_the_worker_each_time_is_given_up(take_in, film, staff):
    upload = send_whole(film.read_bytes(), actor=staff, now=NOW)
    Upload.objects.filter(pk=upload.pk).update(stage=Stage.PROBING, tries=MOST_TRIES)
    work_on_upload(upload=upload.pk, clock=lambda: NOW)
    upload.refresh_from_db()
    assert upload.stage == Stage.FAILED
    assert "何度も途中で止まった" in upload.reason


def test_the_source_goes_after_its_time_and_the_recording_stays(
    take_in, film, folder, django_capture_on_commit_callbacks
):
    upload = take_in(film.read_bytes())
    for days, left in ((13, [upload.key.hex]), (15, [])):
        with django_capture_on_commit_callbacks(execute=True):
            clean_up(now=NOW + timedelta(days=days))
        assert [path.name for path in folder.iterdir()] == left
    upload.refresh_from_db()
    assert (upload.has_source, upload.recording.files.count()) == (False, 4)


def test_the_percent_rises_while_it_converts(film, tmp_path):
    told = []
    made = programs.Made(*(tmp_path / name for name in ("a.mp4", "b.mp4", "c.m4a", "d.jpg")))
    programs.convert(film, made, programs.look_into(film), tell=told.append)
    assert told == sorted(set(told))
    assert told[-1] == 99


def test_the_programs_see_nothing_of_ours_and_end_with_whoever_began_them(tmp_path, monkeypatch):
    monkeypatch.setenv("PUBLIC_SECRET_KEY", "secret")
    assert set(programs._bare(tmp_path)) == {"PATH", "LANG", "HOME", "TMPDIR"}
    limits = '{"cpu": 5, "memory": 4000000000, "file": 1000, "parent": %d}'
    parent = (
        "import os, subprocess, sys\n"
        f"limits = '{limits}' % os.getpid()\n"
        f"child = subprocess.Popen([sys.executable, '-I', '-S', {confined.__file__!r}, limits,"
        " '/bin/sleep', '60'])\n"
        "print(child.pid, flush=True)\n"
        "child.wait()\n"
    )
    begun = subprocess.Popen([sys.executable, "-c", parent], stdout=subprocess.PIPE, text=True)
    child = int(begun.stdout.readline())
    _until(lambda: _command_of(child) == "sleep")
    assert os.getpriority(os.PRIO_PROCESS, child) >= confined.NICENESS
    begun.send_signal(signal.SIGKILL)
    begun.communicate()
    _until(lambda: _command_of(child) in ("", "gone"))


def _command_of(pid):
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return "gone"
    return "gone" if "State:\tZ (zombie)" in lines else lines[0].removeprefix("Name:\t")


def _until(is_so):
    deadline = time.monotonic() + 20
    waiting = threading.Event()
    while not is_so():
        assert time.monotonic() < deadline
        waiting.wait(0.02)
