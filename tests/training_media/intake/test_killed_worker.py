"""A worker that is killed in the middle of a film leaves nothing half, and the next one begins anew."""

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone

from tests.factories.films import ffmpeg, send_whole
from training_media.intake.enums import Stage
from training_media.intake.files import source_path, work_folder
from training_media.intake.models import MediaFile, Upload
from training_media.intake.services.working import work_on_upload
from training_media.models import Recording

pytestmark = pytest.mark.django_db(transaction=True)
ROOT = Path(__file__).resolve().parents[3]
MOST_LOOKS = 3000


def until(is_so):
    waiting = threading.Event()
    for _ in range(MOST_LOOKS):
        if is_so():
            return
        waiting.wait(0.02)
    raise AssertionError("it did not come to this")


def programs_of(upload):
    """Return the processes that read this upload."""
    path = str(source_path(upload)).encode()
    found = []
    for each in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            words = each.read_bytes()
        except OSError:
            continue
        if path in words:
            found.append(each.parent.name)
    return found


def test_a_killed_worker_takes_its_programs_along_and_the_next_begins_anew(staff, tmp_path):
    source = "testsrc2=size=640x360:rate=25:duration=10"
    ffmpeg("-f", "lavfi", "-i", source, "-preset", "ultrafast", tmp_path / "film.mp4")
    upload = send_whole((tmp_path / "film.mp4").read_bytes(), actor=staff, now=timezone.now())
    command = ["-m", "tests.training_media.intake.taking_in", connection.settings_dict["NAME"]]
    environment = os.environ | {"PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'site'}"}
    worker = subprocess.Popen(
        [sys.executable, *command, str(settings.VAR), str(upload.pk)], cwd=ROOT, env=environment
    )
    half = work_folder(upload) / "720.mp4"
    until(lambda: half.exists() and half.stat().st_size > 0)
    assert programs_of(upload) != []
    worker.send_signal(signal.SIGKILL)
    worker.wait()
    until(lambda: programs_of(upload) == [])
    upload.refresh_from_db()
    assert (upload.stage, MediaFile.objects.count()) == (Stage.CONVERTING, 0)
    work_on_upload(upload=upload.pk, clock=timezone.now)
    upload.refresh_from_db()
    assert (upload.stage, upload.percent, upload.tries) == (Stage.READY, 100, 2)
    assert set(MediaFile.objects.values_list("rendition", flat=True)) == {"720", "360", "poster"}
    assert Recording.objects.count() == Upload.objects.count() == 1
    assert not half.exists()
