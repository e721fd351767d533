"""A file comes in pieces or whole; nothing comes twice, and nothing half is left."""

import errno
import os
from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from tests.factories.accounts import sign_in
from tests.factories.films import begin
from training_media.intake import files
from training_media.intake.enums import Stage
from training_media.intake.exceptions import NoRoom
from training_media.intake.files import source_path
from training_media.intake.models import Upload
from training_media.intake.services.cleaning import clean_up
from training_media.intake.services.uploads import add_piece

pytestmark = pytest.mark.django_db
CONTENT = bytes(range(256)) * 40
NEW, BEGIN = reverse("intake_desk:new"), reverse("intake_desk:begin")
FACTS = {"name": "会議.mp4", "size": len(CONTENT), "modified": 7, "title": ""}


@pytest.fixture
def now():
    return timezone.now()


def send(client, address, place, content):
    headers = {"Upload-Offset": str(place)}
    return client.post(address, content, content_type="application/offset+octet-stream", headers=headers)


def jobs():
    return list(
        ProcrastinateJob.objects.filter(task_name="intake.work_on_upload").values_list("args", flat=True)
    )


def test_a_file_comes_in_pieces_and_is_put_in_line(desk, folder):
    begun = desk.post(BEGIN, FACTS).json()
    address = begun["address"]
    assert (begun["received"], begun["done"]) == (0, False)
    assert send(desk, address, 0, CONTENT[:6000]).json()["received"] == 6000
    head = desk.head(address)
    assert head.headers["Upload-Offset"] == "6000"
    assert jobs() == []
    last = send(desk, address, 6000, CONTENT[6000:]).json()
    assert (last["received"], last["done"]) == (len(CONTENT), True)
    upload = Upload.objects.get()
    assert source_path(upload).read_bytes() == CONTENT
    assert (upload.stage, upload.title, jobs()) == (Stage.WAITING, "会議", [{"upload": upload.pk}])
    assert source_path(upload).stat().st_mode & 0o077 == 0


def test_a_piece_that_comes_again_changes_nothing(desk):
    address = desk.post(BEGIN, FACTS).json()["address"]
    send(desk, address, 0, CONTENT[:6000])
    for place, content in ((0, b"x" * 6000), (3000, b"x" * 100)):
        again = send(desk, address, place, content)
        assert (again.status_code, again.json()["received"]) == (200, 6000)
    assert source_path(Upload.objects.get()).read_bytes() == CONTENT[:6000]


@pytest.mark.parametrize(("place", "long"), [(7000, 10), (5000, 2000), (6000, len(CONTENT))])
def test_a_piece_that_does_not_follow_is_refused_with_the_right_place(desk, place, long):
    address = desk.post(BEGIN, FACTS).json()["address"]
    send(desk, address, 0, CONTENT[:6000])
    refused = send(desk, address, place, b"x" * long)
    assert (refused.status_code, refused.headers["Upload-Offset"]) == (409, "6000")
    assert source_path(Upload.objects.get()).read_bytes() == CONTENT[:6000]


def test_the_same_file_chosen_again_goes_on_where_it_was(desk):
    address = desk.post(BEGIN, FACTS).json()["address"]
    send(desk, address, 0, CONTENT[:6000])
    again = desk.post(BEGIN, FACTS).json()
    assert (again["address"], again["received"]) == (address, 6000)
    assert desk.post(BEGIN, FACTS | {"modified": 8}).json()["received"] == 0


def test_only_whoever_began_goes_on(desk, manager, partner):
    address = desk.post(BEGIN, FACTS).json()["address"]
    assert send(sign_in(Client(), manager), address, 0, CONTENT).status_code == 404
    # Wagtail's admin turns partners away before our door does.
    assert sign_in(Client(), partner).post(BEGIN, FACTS).status_code in (302, 404)
    assert Client().post(BEGIN, FACTS).status_code == 302
    assert Upload.objects.get().received == 0


@pytest.mark.parametrize("facts", [{"size": 0}, {"name": "会議.pdf"}, {"size": 3 * 1024**3}])
def test_what_may_not_be_sent_is_refused_before_a_byte_comes(desk, facts):
    refused = desk.post(BEGIN, FACTS | facts)
    assert refused.status_code == 422
    assert refused.json()["words"].endswith("。") or "）" in refused.json()["words"]
    assert Upload.objects.count() == 0


def test_a_piece_needs_its_place_and_may_not_be_too_large(desk):
    address = desk.post(BEGIN, FACTS).json()["address"]
    assert desk.post(address, b"x", content_type="application/octet-stream").status_code == 400
    assert send(desk, address, 0, b"x" * (16 * 1024 * 1024 + 1)).status_code == 413


def test_a_full_disk_leaves_everything_as_it_was(staff, now, monkeypatch):
    upload = begin(CONTENT, actor=staff, now=now)
    add_piece(upload=upload, place=0, content=BytesIO(CONTENT[:6000]), actor=staff, now=now)
    # The last moment at which a disk can say that it is full.
    monkeypatch.setattr(files.os, "fsync", _full)
    with pytest.raises(NoRoom, match="空きが足りない"):
        add_piece(upload=upload, place=6000, content=BytesIO(CONTENT[6000:]), actor=staff, now=now)
    upload.refresh_from_db()
    assert (upload.received, upload.stage) == (6000, Stage.SENDING)
    assert source_path(upload).read_bytes() == CONTENT[:6000]
    monkeypatch.undo()


def _full(handle):
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_a_whole_file_comes_without_scripts(desk, folder):
    sent = {"title": "受け入れの話", "file": SimpleUploadedFile("会議.mp4", CONTENT)}
    answer = desk.post(NEW, sent)
    assert (answer.status_code, answer.url) == (303, reverse("intake_desk:list"))
    upload = Upload.objects.get()
    assert (upload.stage, upload.title, jobs()) == (Stage.WAITING, "受け入れの話", [{"upload": upload.pk}])
    assert [path.read_bytes() for path in folder.iterdir()] == [CONTENT]


def test_a_large_whole_file_is_moved_from_where_it_was_read(desk, folder, settings):
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 100
    desk.post(NEW, {"title": "", "file": SimpleUploadedFile("会議.mp4", CONTENT)})
    assert [path.read_bytes() for path in folder.iterdir()] == [CONTENT]


def test_a_whole_file_that_is_refused_leaves_nothing(desk, folder):
    for name, content in (("会議.pdf", CONTENT), ("会議.mp4", b"")):
        page = desk.post(NEW, {"title": "", "file": SimpleUploadedFile(name, content)})
        assert page.status_code == 422
    assert Upload.objects.count() == 0
    assert list(folder.iterdir()) == []


def test_a_disk_that_fills_up_under_a_whole_file_is_told(desk, folder, settings, monkeypatch):
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 100
    monkeypatch.setattr("django.core.files.uploadedfile.tempfile.NamedTemporaryFile", _full_file)
    page = desk.post(NEW, {"title": "", "file": SimpleUploadedFile("会議.mp4", CONTENT)})
    assert page.status_code == 507
    assert "空きが足りない" in page.text
    assert Upload.objects.count() == 0


def _full_file(*args, **options):
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_a_forged_whole_file_is_refused_and_a_stranger_s_is_not_read(staff, partner):
    strict = Client(enforce_csrf_checks=True)
    sent = {"title": "", "file": SimpleUploadedFile("会議.mp4", CONTENT)}
    assert sign_in(strict, staff).post(NEW, sent).status_code == 403
    stranger = sign_in(Client(), partner).post(NEW, sent)
    assert stranger.status_code in (302, 404)
    assert "_files" not in vars(stranger.wsgi_request)
    assert Upload.objects.count() == 0


def test_stale_uploads_go_and_those_that_go_on_stay(staff, now, folder, django_capture_on_commit_callbacks):
    for name, days in (("old.mp4", 8), ("new.mp4", 6)):
        upload = begin(CONTENT, actor=staff, now=now - timedelta(days=days), name=name)
        add_piece(upload=upload, place=0, content=BytesIO(b"x"), actor=staff, now=now - timedelta(days=days))
    stray = folder / "stray"
    stray.write_bytes(b"x")
    os.utime(stray, times=(0, 0))
    with django_capture_on_commit_callbacks(execute=True):
        clean_up(now=now)
    upload = Upload.objects.get()
    assert upload.file_name == "new.mp4"
    assert [path.name for path in folder.iterdir()] == [upload.key.hex]


def test_more_than_a_film_is_turned_away_by_its_length_alone(desk, partner):
    def claim(client, size, address=NEW):
        return client.generic("POST", address, b"", "text/plain", CONTENT_LENGTH=str(size)).status_code

    film = 2 * 1024**3
    assert claim(desk, film + 2 * 1024**2) == 413
    assert claim(desk, film, BEGIN) == 413
    assert claim(Client(), film) == 413
    # It is let in, and the form finds no file in it.
    assert claim(desk, film) == 422
