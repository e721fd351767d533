"""Files of applicants are what their content is, whatever they are called."""

import io
import struct
import threading
import zipfile
import zlib

import pytest
from django.core.files.base import ContentFile
from PIL import Image, PngImagePlugin

from events import drawing
from events.questions import uploads
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


def test_a_picture_is_read_by_another_process_than_ours(monkeypatch, tmp_path):
    other = tmp_path / "other.py"
    other.write_text("print('{\"pages\": 1}'); open('1.jpg', 'w').write('drawn elsewhere')")
    monkeypatch.setattr(drawing, "__file__", str(other))
    assert proven(ContentFile(picture("JPEG"), name="a.jpg")).content == b"drawn elsewhere"


def picture(kind, size=(20, 10), mode="RGB", **options):
    written = io.BytesIO()
    Image.new(mode, size).save(written, kind, **options)
    return written.getvalue()


def kept_of(content):
    return Image.open(io.BytesIO(proven(ContentFile(content, name="a")).content))


def test_words_inside_a_picture_do_not_go_along():
    said = PngImagePlugin.PngInfo()
    said.add_text("comment", "a name")
    for content in (picture("PNG", pnginfo=said), picture("JPEG", comment=b"a name")):
        kept = proven(ContentFile(content, name="a"))
        assert b"a name" in content
        assert b"a name" not in kept.content


def chunk(kind, body):
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png_of(width, height):
    """Return a PNG that says it is so large; its content is torn."""
    head = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(b"\0"))
        + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize("size", [(6324, 6324), (4000, 3001)])
def test_a_picture_that_would_fill_the_memory_is_refused_before_it_is_drawn(size):
    with pytest.raises(FileRefused, match="大きすぎます"):
        proven(ContentFile(png_of(*size), name="a.png"))


def test_a_photograph_of_a_telephone_is_read_smaller():
    assert kept_of(picture("JPEG", (4032, 3024))).size == (2016, 1512)


def test_a_photograph_with_a_second_picture_inside_is_taken():
    assert kept_of(picture("MPO", save_all=True, append_images=[Image.new("RGB", (20, 10))])).format == "JPEG"


def test_pictures_are_drawn_one_at_a_time():
    done = threading.Event()
    content = picture("JPEG")

    def send():
        proven(ContentFile(content, name="a.jpg"))
        done.set()

    sending = threading.Thread(target=send)
    with uploads._ONE_AT_A_TIME:
        sending.start()
        assert not done.wait(0.1)
    sending.join()
    assert done.is_set()


def with_long_text():
    said = PngImagePlugin.PngInfo()
    said.add_text("comment", "a" * 70_000)
    return picture("PNG", pnginfo=said)


def with_torn_exif():
    content, head = picture("PNG"), 33
    return content[:head] + chunk(b"eXIf", b"II*\0\x08\0\0") + content[head:]


def zip_of_another_time():
    """Return a zip file that asks for a version that there is not."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as parts:
        parts.writestr("word/document.xml", "")
    content = bytearray(written.getvalue())
    content[content.rindex(b"PK\x01\x02") + 6] = 255
    return bytes(content)


@pytest.mark.parametrize(
    "content",
    [
        picture("PNG", (1, 65_600)),
        b"\xff\xd8\xff\xe1\x00\x04\x00",
        picture("JPEG")[:200],
        b"\x89PNG\r\n\x1a\n\x00\x00\x00\x03IHDR123" + struct.pack(">I", zlib.crc32(b"IHDR123")),
        with_torn_exif(),
        zip_of_another_time(),
    ],
    ids=["too tall for a JPEG", "torn head", "torn picture", "short head", "torn exif", "unknown zip"],
)
def test_whatever_is_damaged_is_refused_in_the_same_words(content):
    with pytest.raises(FileRefused, match="このファイルは使えません"):
        proven(ContentFile(content, name="a"))


def test_a_picture_with_a_long_text_is_taken_without_it():
    assert kept_of(with_long_text()).size == (20, 10)
