"""Files of applicants are what their content is, whatever they are called."""

import io

import pytest
from django.core.files.base import ContentFile
from PIL import Image

from events.questions.exceptions import FileRefused
from events.questions.uploads import proven


@pytest.mark.parametrize(
    "content",
    [
        b"MZ\x90 a program",
        b"<html><script>alert(1)</script>",
        b"PK\x03\x04 torn",
        b"\xff\xd8\xff torn",
        b"\x89PNG torn",
    ],
)
def test_a_file_that_is_none_of_the_kinds_is_refused(content):
    with pytest.raises(FileRefused, match="送れるのは、PDF"):
        proven(ContentFile(content, name="harmless.pdf"))


def test_a_file_that_is_too_large_or_empty_is_refused():
    with pytest.raises(FileRefused, match="10MB"):
        proven(ContentFile(b"%PDF-" + b"0" * (10 * 1024 * 1024), name="a.pdf"))
    with pytest.raises(FileRefused, match="中身"):
        proven(ContentFile(b"", name="a.pdf"))


def test_a_picture_is_written_anew_without_what_the_camera_wrote_into_it():
    exif = Image.Exif()
    exif[0x010E] = "見本 太郎の家"
    taken = io.BytesIO()
    Image.new("RGB", (20, 10)).save(taken, "JPEG", exif=exif)
    kept = proven(ContentFile(taken.getvalue(), name="taro.jpg"))
    assert kept.suffix == "jpg"
    assert not Image.open(io.BytesIO(kept.content)).getexif()
