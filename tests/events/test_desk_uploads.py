"""Files are hostile until proven, and old ones that nobody attached are forgotten."""

import io
import zipfile
from datetime import timedelta

import pytest
import time_machine
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile

from content import uploads
from events.uploads import UploadRefused, held_uploads, hold, open_held, proven_suffix
from tests.factories.events import NOW

REFUSED = "使えません。PDF、Word（docx）、Excel（xlsx）、PowerPoint（pptx）だけを添えられます。"


def office(*parts, content=b"<xml/>"):
    """Return a zip file with these parts."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for part in parts:
            archive.writestr(part, content)
    return file.getvalue()


def upload(content, name="資料.pdf"):
    return SimpleUploadedFile(name, content)


@pytest.mark.parametrize(
    ("content", "suffix"),
    [
        (b"%PDF-1.7\n%%EOF", "pdf"),
        (office("[Content_Types].xml", "word/document.xml"), "docx"),
        (office("[Content_Types].xml", "xl/workbook.xml"), "xlsx"),
        (office("[Content_Types].xml", "ppt/presentation.xml"), "pptx"),
    ],
)
def test_a_file_is_what_its_content_says_whatever_it_is_called(content, suffix):
    assert proven_suffix(upload(content, "innocent.exe")) == suffix


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"MZ\x90\x00",
        b"<html><script>alert(1)</script></html>",
        b"GIF89a%PDF-1.7",
        b"PK\x03\x04 not a zip",
        office("word/document.xml"),
        office("[Content_Types].xml", "index.html"),
        office("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"),
    ],
    ids=["empty", "program", "html", "picture", "torn", "no-types", "other-zip", "macro"],
)
def test_anything_else_is_refused_in_words(content):
    with pytest.raises(UploadRefused, match=REFUSED):
        proven_suffix(upload(content))


def test_what_unpacks_to_a_full_disk_is_refused(monkeypatch):
    monkeypatch.setattr(uploads, "MOST_UNPACKED_BYTES", 1000)
    bomb = office("[Content_Types].xml", "word/document.xml", content=b"0" * 501)
    with pytest.raises(UploadRefused, match="使えません"):
        proven_suffix(upload(bomb))


def test_a_file_above_20_megabytes_is_refused():
    largest = b"%PDF-1.7" + b"0" * (20 * 1024 * 1024 - 8)
    assert proven_suffix(upload(largest)) == "pdf"
    with pytest.raises(UploadRefused, match=r"「資料\.pdf」は20MBを超えています"):
        proven_suffix(upload(largest + b"0"))


def test_a_held_file_is_opened_by_its_token_for_one_day():
    with time_machine.travel(NOW, tick=False):
        held = hold(upload(b"%PDF-1.7 a", "会場の地図.pdf"), now=NOW)
        assert [(each.title, each.suffix) for each in held_uploads([held.token])] == [("会場の地図", "pdf")]
        assert open_held(held).read() == b"%PDF-1.7 a"
        assert held_uploads([held.token + "x", "", "a:b:c"]) == []
    with time_machine.travel(NOW + timedelta(days=1, seconds=1), tick=False):
        assert held_uploads([held.token]) == []


def test_files_that_nobody_attached_are_forgotten_after_a_day():
    with time_machine.travel(NOW, tick=False):
        old = hold(upload(b"%PDF-1.7 old"), now=NOW)
    later = NOW + timedelta(days=1, minutes=1)
    with time_machine.travel(later, tick=False):
        new = hold(upload(b"%PDF-1.7 new"), now=later)
    assert default_storage.exists(f"events/held/{old.name}") is False
    assert default_storage.exists(f"events/held/{new.name}") is True
