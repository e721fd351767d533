"""Papers come in: by hand, from the copier's folder, hostile until drawn; then linked, erased, forgotten."""

import os
from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from PIL import Image

from events import drawing
from events import pictures as pictures_module
from events.paper import jobs
from events.paper.enums import ScanState
from events.paper.exceptions import KnownAlready, NothingByThisNumber
from events.paper.models import Scan, ScanPage
from events.paper.services.copier import ASIDE, MOST_BYTES, take_in_folder
from events.paper.services.scanning import read_scan
from events.paper.services.settling import (
    erase_scan,
    forget_paper,
    link_scan,
    mark_not_ours,
    reopen_scan,
)
from events.pictures import NotDrawn, drawn
from foundation.audit.models import Entry
from foundation.decision import NotAllowed
from tests.factories.events import NOW, apply, make_session
from tests.factories.lectures import ask
from tests.factories.paper import a_fax, a_file, make_scan

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(minutes=1)


def put(folder, name, content, *, changed_at=NOW):
    path = folder / name
    path.write_bytes(content)
    os.utime(path, (changed_at.timestamp(), changed_at.timestamp()))
    return path


def states():
    return list(Scan.objects.order_by("pk").values_list("state", "why"))


# -- drawing ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("kind", "pages"), [("TIFF", 3), ("PDF", 2), ("JPEG", 1), ("PNG", 1)])
def test_each_kind_is_drawn_page_by_page_as_a_picture_of_ours(kind, pages):
    with drawn(a_file(kind, pages=pages)) as pictures:
        assert [path.read_bytes()[:8] for path in pictures.pages] == [b"\x89PNG\r\n\x1a\n"] * pages


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"GIF89a-and-more", drawing.UNKNOWN),
        (b"<html>", drawing.UNKNOWN),
        (b"%PDF-1.7 nothing %%EOF", drawing.BROKEN),
        (a_file("PDF")[:-400], drawing.BROKEN),
        (a_file("TIFF")[:300], drawing.BROKEN),
        (a_file("PNG")[:-200], drawing.BROKEN),
        (a_file("JPEG")[:-200], drawing.BROKEN),
        (a_fax()[:-40], drawing.BROKEN),
        (a_file("TIFF", pages=21, size=(8, 8)), drawing.TOO_MANY),
        (a_file("PNG", size=(7000, 6000)), drawing.TOO_LARGE),
    ],
)
def test_what_is_hostile_broken_or_too_much_is_not_drawn(content, why):
    with pytest.raises(NotDrawn, match=why), drawn(content):
        pass


def test_a_fax_that_says_first_where_its_lines_stand_is_drawn_when_it_is_whole():
    with drawn(a_fax()) as pictures:
        assert len(pictures.pages) == 1


@pytest.mark.parametrize(
    ("dots", "height"), [((204, 196), 1145), ((204, 98), 2290), ((204, 0), 1100), ((204, 1), 1100)]
)
def test_a_fax_of_half_the_lines_is_as_tall_as_its_paper(dots, height):
    with drawn(a_file("TIFF", dpi=dots)) as pictures, Image.open(pictures.pages[0]) as page:
        assert page.height == pytest.approx(height, abs=1)


def test_the_drawing_process_knows_none_of_our_secrets(monkeypatch, tmp_path):
    spy = tmp_path / "spy.py"
    spy.write_text("import json, os\nprint(json.dumps({'why': ','.join(sorted(os.environ))}))")
    monkeypatch.setenv("PUBLIC_SECRET_KEY", "not for hostile files")
    monkeypatch.setattr(drawing, "__file__", str(spy))
    with pytest.raises(NotDrawn) as told, drawn(b""):
        pass
    assert "PUBLIC_SECRET_KEY" not in str(told.value)
    assert "DATABASE_URL" not in str(told.value)


def test_a_file_that_takes_too_long_is_given_up(monkeypatch, tmp_path):
    slow = tmp_path / "slow.py"
    slow.write_text("while True: pass")
    monkeypatch.setattr(drawing, "__file__", str(slow))
    monkeypatch.setattr(pictures_module, "SECONDS", {"pages": 1})
    with pytest.raises(NotDrawn, match=drawing.BROKEN), drawn(b""):
        pass


# -- by hand ------------------------------------------------------------------------------------------


def test_a_file_is_kept_until_a_job_has_drawn_it_and_no_longer(staff, django_capture_on_commit_callbacks):
    scan = make_scan(staff, content=a_file(pages=2), read=False)
    name, kept = scan.unread_file.name, scan.unread_file.storage
    assert (scan.state, kept.exists(name)) == (ScanState.ARRIVED, True)
    with django_capture_on_commit_callbacks(execute=True):
        read_scan(scan_id=scan.pk)
    scan.refresh_from_db()
    assert (scan.state, scan.unread_file.name, scan.pages.count()) == (ScanState.READ, "", 2)
    assert not kept.exists(name)
    read_scan(scan_id=scan.pk)  # a second run of the job
    assert ScanPage.objects.count() == 2


def test_the_same_file_comes_in_once(staff):
    make_scan(staff)
    with pytest.raises(KnownAlready):
        make_scan(staff)
    assert Scan.objects.count() == 1


def test_what_cannot_be_read_says_why(staff):
    scan = make_scan(staff, content=a_file("PDF")[:-400])
    assert (scan.state, scan.why, scan.pages.count()) == (ScanState.UNREADABLE, drawing.BROKEN, 0)


def test_a_file_that_is_gone_says_so(staff):
    scan = make_scan(staff, read=False)
    scan.unread_file.storage.delete(scan.unread_file.name)
    read_scan(scan_id=scan.pk)
    scan.refresh_from_db()
    assert (scan.state, scan.why) == (ScanState.UNREADABLE, "ファイルがなくなりました。")


# -- the copier's folder ------------------------------------------------------------------------------


def test_a_file_at_rest_is_taken_in_once_and_leaves_the_folder(tmp_path):
    path = put(tmp_path, "FAX 佐久間.tif", a_file(pages=2))
    assert take_in_folder(tmp_path, now=LATER) == 1
    assert not path.exists()
    scan = Scan.objects.get()
    assert (scan.state, scan.received_at, scan.pages.count()) == (ScanState.READ, NOW, 2)
    put(tmp_path, "again.tif", a_file(pages=2))
    assert take_in_folder(tmp_path, now=LATER) == 1
    assert Scan.objects.count() == 1
    assert list(tmp_path.iterdir()) == []


def test_the_name_of_a_file_is_kept_nowhere(tmp_path):
    put(tmp_path, "佐久間礼子.tif", a_file())
    take_in_folder(tmp_path, now=LATER)
    kept = [*Scan.objects.values_list(), *ScanPage.objects.values_list(), *Entry.objects.values_list()]
    assert "佐久間" not in str(kept)


def test_a_file_that_is_still_written_waits_until_it_rests(tmp_path):
    path = put(tmp_path, "a.tif", a_file(), changed_at=LATER)
    assert take_in_folder(tmp_path, now=LATER) == 0
    assert path.exists()
    assert take_in_folder(tmp_path, now=LATER + timedelta(minutes=1)) == 1


def test_half_a_file_waits_until_it_is_whole_though_nobody_writes(tmp_path):
    whole = a_file("PDF")
    put(tmp_path, "a.pdf", whole[:-400])
    assert take_in_folder(tmp_path, now=LATER) == 0
    assert states() == []
    put(tmp_path, "a.pdf", whole)
    assert take_in_folder(tmp_path, now=LATER) == 1
    assert states() == [(ScanState.READ, "")]


def test_half_a_file_is_put_aside_and_told_after_ten_minutes(tmp_path):
    put(tmp_path, "a.pdf", a_file("PDF")[:-400])
    assert take_in_folder(tmp_path, now=NOW + timedelta(minutes=10)) == 1
    assert states() == [(ScanState.UNREADABLE, drawing.BROKEN)]
    assert [path.name for path in (tmp_path / ASIDE).iterdir()] == ["a.pdf"]
    assert take_in_folder(tmp_path, now=NOW + timedelta(minutes=11)) == 0


def test_what_is_no_scan_is_put_aside_at_once(tmp_path):
    put(tmp_path, "a.docx", b"PK\x03\x04 a letter")
    with (tmp_path / "b.pdf").open("wb") as file:
        file.truncate(MOST_BYTES + 1)
    os.utime(tmp_path / "b.pdf", (NOW.timestamp(), NOW.timestamp()))
    assert take_in_folder(tmp_path, now=LATER) == 2
    assert [state for state, _ in states()] == [ScanState.UNREADABLE] * 2
    assert len(list((tmp_path / ASIDE).iterdir())) == 2


def test_links_folders_and_files_under_way_are_left_alone(tmp_path):
    secret = put(tmp_path, "secret", a_file())
    folder = tmp_path / "copier"
    folder.mkdir()
    (folder / "link.tif").symlink_to(secret)
    (folder / "inner").mkdir()
    put(folder, ".a.tif", a_file())
    put(folder, "a.tif.part", a_file())
    os.mkfifo(folder / "pipe.tif")
    assert take_in_folder(folder, now=LATER) == 0
    assert Scan.objects.count() == 0


def test_without_a_folder_nothing_happens(tmp_path):
    assert take_in_folder(tmp_path / "nowhere", now=NOW) == 0


def test_the_job_looks_into_the_folder_that_the_setting_names(tmp_path, settings):
    put(tmp_path, "a.tif", a_file())
    settings.COPIER_FOLDER = ""
    jobs.take_in_scans(0)
    assert Scan.objects.count() == 0
    settings.COPIER_FOLDER = str(tmp_path)
    jobs.take_in_scans(0)
    assert Scan.objects.count() == 1


# -- what becomes of them -----------------------------------------------------------------------------


def test_a_paper_is_linked_to_what_was_typed_from_it(staff):
    application, request = apply(make_session(), 1), ask()
    for words, target, found in (("1", "application", application), ("2", "lecture", request)):
        scan = make_scan(staff, words=words)
        link_scan(scan_id=scan.pk, target=target, number=f" {found.number.lower()} ", actor=staff, now=LATER)
        scan.refresh_from_db()
        assert (scan.state, scan.target, scan.target_id) == (ScanState.LINKED, target, found.pk)
        assert (scan.target_number, scan.settled_by, scan.settled_at) == (found.number, staff, LATER)


@pytest.mark.parametrize("target", ["application", "lecture", "nothing"])
def test_a_number_that_nothing_bears_links_nothing(staff, target):
    scan = make_scan(staff)
    with pytest.raises(NothingByThisNumber):
        link_scan(scan_id=scan.pk, target=target, number="K99-9999", actor=staff, now=LATER)
    scan.refresh_from_db()
    assert scan.state == ScanState.READ


def test_not_ours_says_who_and_when_and_can_be_taken_back(staff, manager):
    scan = make_scan(staff)
    mark_not_ours(scan_id=scan.pk, actor=manager, now=LATER)
    scan.refresh_from_db()
    assert (scan.state, scan.settled_by, scan.settled_at) == (ScanState.NOT_OURS, manager, LATER)
    with pytest.raises(NotAllowed, match="もうほかの人が"):
        mark_not_ours(scan_id=scan.pk, actor=staff, now=LATER)
    reopen_scan(scan_id=scan.pk, actor=staff, now=LATER)
    scan.refresh_from_db()
    assert (scan.state, scan.settled_by) == (ScanState.READ, None)


def test_an_erased_paper_leaves_nothing_but_the_trace(staff, django_capture_on_commit_callbacks):
    scan = make_scan(staff)
    name = scan.pages.get().picture.name
    assert default_storage.exists(name)
    with django_capture_on_commit_callbacks(execute=True):
        erase_scan(scan_id=scan.pk, actor=staff, now=LATER)
    assert (Scan.objects.count(), ScanPage.objects.count(), default_storage.exists(name)) == (0, 0, False)
    entry = Entry.objects.latest("pk")
    assert (entry.verb, entry.subject_id) == ("events.scan_erased", scan.pk)
    with pytest.raises(NotAllowed, match="もう消され"):
        erase_scan(scan_id=scan.pk, actor=staff, now=LATER)


@pytest.mark.parametrize(("days", "left"), [(180, 1), (181, 0)])
def test_a_paper_is_forgotten_after_its_time(staff, days, left, django_capture_on_commit_callbacks):
    name = make_scan(staff).pages.get().picture.name
    with django_capture_on_commit_callbacks(execute=True):
        forget_paper(now=NOW + timedelta(days=days))
    assert (Scan.objects.count(), default_storage.exists(name)) == (left, bool(left))
