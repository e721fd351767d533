"""Documents and pictures that staff bring: a name proves nothing."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image as Drawing
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.models import Collection

from tests.factories.accounts import sign_in
from tests.factories.first_site import place_first_site


@pytest.fixture
def desk(client, staff, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    disk = {"BACKEND": "django.core.files.storage.FileSystemStorage"}
    settings.STORAGES = settings.STORAGES | {"default": disk}
    place_first_site()  # with it come the rights of roles to pages and files
    return sign_in(client, staff)


def word():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as parts:
        for part in ("[Content_Types].xml", "word/document.xml"):
            parts.writestr(part, b"<xml/>")
    return file.getvalue()


def bring(desk, name, content, *, address="wagtaildocs:add"):
    root = Collection.get_first_root_node()
    form = {"title": "資料", "collection": root.pk, "tags": "", "file": SimpleUploadedFile(name, content)}
    return desk.post(reverse(address), form)


GOOD = [
    ("a.pdf", b"%PDF-1.7\n%%EOF"),
    ("A.PDF", b"%PDF-1.7\n%%EOF"),
    ("a.docx", word()),
    ("a.txt", "電話番号の一覧".encode()),
    ("a.csv", "名前,電話".encode("cp932")),
]
BAD = [
    ("a.pdf", b"MZ\x90\x00\x03", "「a.pdf」の中身は、PDFではありません。"),
    ("a.pdf", b"<html><script>alert(1)</script></html>", "「a.pdf」の中身は、PDFではありません。"),
    ("a.pdf", word(), "「a.pdf」の中身は、PDFではありません。"),
    ("a.docx", b"PK\x03\x04torn", "「a.docx」の中身は、DOCXではありません。"),
    ("a.xlsx", word(), "「a.xlsx」の中身は、XLSXではありません。"),
    ("a.txt", b"MZ\x90\x00\x03", "「a.txt」の中身は、文字だけのファイルではありません。"),
    ("a.exe", b"MZ\x90\x00\x03", "ファイル拡張子"),
    ("a.html", b"<html></html>", "ファイル拡張子"),
    ("a.pdf", b"", "空です"),
]
NO_PICTURES = [b"MZ\x90\x00", b"<svg onload='alert(1)'/>", b"\x89PNG\r\n\x1a\n torn"]


def test_a_document_that_is_what_it_is_called_is_kept(desk):
    assert [bring(desk, name, content).status_code for name, content in GOOD] == [302] * len(GOOD)
    assert Document.objects.count() == len(GOOD)


def test_anything_else_is_refused_in_words(desk):
    for name, content, words in BAD:
        shown = bring(desk, name, content)
        text = shown.content.decode()
        assert (shown.status_code, words in text) == (200, True), (name, content)
        # One reason for each file: what was refused has an ending all the same.
        assert ("ファイル拡張子" in text) == (words == "ファイル拡張子"), name
    assert Document.objects.count() == 0


def test_many_at_once_are_looked_into_as_well(desk):
    root = Collection.get_first_root_node()
    form = {"title": "a", "collection": root.pk, "files[]": SimpleUploadedFile("a.pdf", b"MZ\x90\x00")}
    answer = desk.post(reverse("wagtaildocs:add_multiple"), form).json()
    assert answer["success"] is False
    assert "PDFではありません" in answer["error_message"]
    assert Document.objects.count() == 0


def test_a_kept_document_is_handed_out_with_nothing_to_guess(desk, client):
    bring(desk, "a.txt", b"<script>alert(1)</script>")
    answer = client.get(Document.objects.get().url)
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["Content-Type"] == "text/plain"
    answer.close()


def test_what_is_no_picture_is_refused(desk):
    for content in NO_PICTURES:
        shown = bring(desk, "a.png", content, address="wagtailimages:add")
        assert (shown.status_code, "この画像は" in shown.content.decode()) == (200, True), content
    assert Image.objects.count() == 0


def test_a_picture_is_kept(desk):
    file = io.BytesIO()
    Drawing.new("RGB", (20, 10), "white").save(file, "PNG")
    assert bring(desk, "a.png", file.getvalue(), address="wagtailimages:add").status_code == 302
    assert Image.objects.get().width == 20
