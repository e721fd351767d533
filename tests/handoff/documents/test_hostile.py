"""The set of hostile files: each is refused with a sentence, or comes out as pages and points alone."""

import io
import subprocess
import sys
import time
from functools import partial

import pikepdf
import pypdfium2
import pytest
from PIL import Image

from handoff.documents.enums import FileType
from handoff.documents.remade import marked, remade, shown
from handoff.documents.signs import OFFICE, PACKED, refusal_of, type_of
from handoff.documents.workshop import program
from handoff.documents.workshop.bounds import MIB, SECONDS
from handoff.documents.workshop.pdfs import ACTIONS, NEVER
from handoff.exceptions import Refused
from tests.factories import hostile

WORDS = ("見本 花子（グループホームみなも）", "令和8年11月28日", "H8-7KQFW")
WRITES = """
import os, pathlib, runpy, sys
confine = runpy.run_path(sys.argv[1])["confine"]
confine({"parent": os.getppid(), "seconds": 5, "memory": 2**30})
with open(sys.argv[2], "wb") as file:
    file.write(b"1")
"""
SPEAKS = ("ください。", "置けるのは")


def taken(content):
    """Return what becomes of a file, as it is decided when it is put down. Raises Refused."""
    kind = type_of(content)
    if kind is None:
        raise Refused(refusal_of(content))
    return kind, remade(content, kind).content


def values(thing, seen):
    """Return every dictionary of a PDF, whole, each once."""
    if isinstance(thing, pikepdf.Dictionary | pikepdf.Stream | pikepdf.Array):
        if thing.is_indirect and thing.objgen in seen:
            return
        if thing.is_indirect:
            seen.add(thing.objgen)
        if isinstance(thing, pikepdf.Array):
            inside = list(thing)
        else:
            own = thing.stream_dict if isinstance(thing, pikepdf.Stream) else thing
            yield thing
            inside = list(own.values())
        for each in inside:
            yield from values(each, seen)


def dangers_of(content):
    """Return what in a PDF acts, reaches outside or hides."""
    found = []
    with pikepdf.open(io.BytesIO(content)) as document:
        seen = set()
        for each in values(document.trailer, seen):
            own = each.stream_dict if isinstance(each, pikepdf.Stream) else each
            found += [key for key in set(own.keys()) if key in NEVER]
            found += [str(own.S)] if "/S" in own and str(own.S) in ACTIONS else []
            found += ["outside"] if isinstance(each, pikepdf.Stream) and "/F" in own else []
            if isinstance(each, pikepdf.Stream):
                raw = each.read_raw_bytes()
                plain = raw if "/DCTDecode" in str(own.get("/Filter")) else each.read_bytes()
                found += ["canary"] if hostile.SECRET in plain else []
            found += ["canary"] if hostile.SECRET.decode() in repr(own) else []
        found += ["attachment"] if len(document.attachments) else []
        found += ["docinfo"] if "/Info" in document.trailer else []
    return found


@pytest.mark.parametrize("name", hostile.REFUSED)
def test_it_is_refused_with_what_to_do_instead(name):
    content, began = hostile.REFUSED[name](), time.monotonic()
    with pytest.raises(Refused) as refused:
        taken(content)
    assert any(words in str(refused.value) for words in SPEAKS)
    assert time.monotonic() - began < 2 * SECONDS


@pytest.mark.parametrize("name", hostile.NEUTRALISED)
def test_it_comes_out_as_pages_or_points_alone(name):
    content = hostile.NEUTRALISED[name]()
    kind, made = taken(content)
    assert type_of(made) == kind
    assert hostile.SECRET not in made
    assert b"<script" not in made
    assert b"PK\x03\x04" not in made
    if kind == FileType.PDF:
        assert dangers_of(made) == []
        assert len(pypdfium2.PdfDocument(made)) == 1
    else:
        with Image.open(io.BytesIO(made)) as picture:
            assert set(picture.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
            assert dict(picture.getexif()) == {}
            assert getattr(picture, "n_frames", 1) == 1


@pytest.mark.parametrize(
    "name", [name for name in hostile.NEUTRALISED if name.startswith("a PDF with") or "leads" in name]
)
def test_the_set_holds_something_that_could_do_harm(name):
    assert dangers_of(hostile.NEUTRALISED[name]()) != []


def test_a_file_of_office_is_told_from_any_other_zip():
    assert refusal_of(hostile.office()) == OFFICE
    assert refusal_of(hostile.zipped(a=b"1")) == PACKED


def test_a_photograph_is_kept_as_it_is_meant_to_be_looked_at():
    made = remade(hostile.photograph_with_places(), FileType.JPEG)
    with Image.open(io.BytesIO(made.content)) as picture:
        assert picture.size == (120, 200)


def test_what_was_drawn_into_a_form_stays_on_the_page():
    _, made = taken(hostile.NEUTRALISED["a PDF with a form"]())
    page = pypdfium2.PdfDocument(made)[0].render(may_draw_forms=False).to_pil().convert("L")
    assert page.getpixel((2, 398)) < 50


def test_a_page_with_a_mark_and_its_picture_say_who_reads():
    content = remade(hostile.pdf(pages=3), FileType.PDF).content
    plain = pypdfium2.PdfDocument(content)[2].render().to_pil().tobytes()
    with_mark = pypdfium2.PdfDocument(marked(content, FileType.PDF, WORDS))
    assert len(with_mark) == 3
    assert with_mark[2].render().to_pil().tobytes() != plain
    some = shown(content, FileType.PDF, WORDS, first=2, most=5)
    assert (some.pages, len(some.pictures)) == (3, 2)
    others = shown(content, FileType.PDF, ("だれか", *WORDS[1:]), first=2, most=5)
    assert others.pictures != some.pictures


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_the_mark_is_burnt_into_a_picture(kind):
    content = hostile.picture(kind, size=(600, 800))
    made = marked(content, FileType.JPEG if kind == "JPEG" else FileType.PNG, WORDS)
    with Image.open(io.BytesIO(made)) as picture:
        assert (picture.format, picture.size) == ("JPEG", (600, 800))
        assert picture.convert("L").getextrema()[0] < 150


def test_a_file_that_asks_for_more_memory_than_the_limit_is_refused(monkeypatch):
    content = hostile.pdf(hostile.heavy)
    assert remade(content, FileType.PDF).pages == 1
    monkeypatch.setattr("handoff.documents.remade.MEMORY", 80 * MIB)
    with pytest.raises(Refused):
        remade(content, FileType.PDF)


def test_a_file_that_takes_longer_than_the_limit_is_refused(monkeypatch):
    # A second is the shortest limit there is, and on a fast machine sixty times take less.
    content = hostile.pdf(partial(hostile.heavy, times=600))
    monkeypatch.setattr("handoff.documents.remade.SECONDS", 1)
    with pytest.raises(Refused):
        remade(content, FileType.PDF)


def test_the_program_that_reads_them_writes_no_file(tmp_path):
    told = subprocess.run(
        [sys.executable, "-c", WRITES, program.__file__, str(tmp_path / "a")],
        capture_output=True,
        check=False,
    )
    assert b"File too large" in told.stderr
    assert not (tmp_path / "a").exists() or (tmp_path / "a").stat().st_size == 0
