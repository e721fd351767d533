"""Sealed files on the disk: true to the last byte, and whatever has no row is swept when it is old."""

import os
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import ImproperlyConfigured

from handoff.documents import keeping
from handoff.documents.models import Document
from handoff.documents.services import filing, sweeping
from handoff.documents.services.filing import remove_document
from handoff.documents.services.sweeping import TooManyLostFiles, sweep_files
from handoff.documents.start import refuse_unusable_folder
from handoff.vault.exceptions import SealBroken, StoreUnavailable
from tests.factories.cases import NOW, acting, make_case, rows
from tests.factories.documents import look, put_down

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=2)


@pytest.fixture
def folder(settings, tmp_path):
    place = tmp_path / "documents"
    place.mkdir(mode=0o700)
    settings.DOCUMENT_FOLDER = str(place)
    return place


@pytest.fixture
def document(folder, centre):
    return put_down(make_case(centre).pk, centre["worker"])


class Cut(Exception):
    """The process is cut off here."""


def cut_off_after(service, monkeypatch, name):
    """Let a step of a service be done, and nothing after it."""
    step = getattr(service, name)

    def done(*args, **kwargs):
        step(*args, **kwargs)
        raise Cut

    monkeypatch.setattr(service, name, done)


def test_what_a_failed_transaction_left_is_swept_when_it_is_old(folder, centre, monkeypatch):
    case = make_case(centre)
    with monkeypatch.context() as patched:
        cut_off_after(keeping, patched, "put")
        with pytest.raises(Cut):
            put_down(case.pk, centre["worker"])
    assert (len(list(folder.iterdir())), rows(Document.objects.all())) == (1, [])
    assert sweep_files(now=NOW) == 0
    assert sweep_files(now=LATER) == 1
    assert list(folder.iterdir()) == []


def test_a_file_of_a_row_and_a_young_one_stay(folder, centre, document):
    (folder / f"{uuid4()}.sealed").write_bytes(b"young")
    half = folder / ".half.new"
    half.write_bytes(b"half")
    os.utime(half, (0, 0))
    assert sweep_files(now=NOW) == 1
    assert len(list(folder.iterdir())) == 2
    assert look(document, centre["worker"]).pages == 1


def test_a_removal_that_was_cut_off_is_ended_by_the_sweeper(folder, centre, document, monkeypatch):
    monkeypatch.setattr(filing.keeping, "drop", lambda _: None)
    remove_document(document_id=document.pk, reason="いらない", actor=acting(centre["worker"]), now=NOW)
    assert len(list(folder.iterdir())) == 1
    assert sweep_files(now=LATER) == 1


def test_where_many_rows_seem_to_be_missing_nothing_is_deleted(folder, document, monkeypatch):
    monkeypatch.setattr(sweeping, "MOST_AT_ONCE", 2)
    for _ in range(3):
        (folder / f"{uuid4()}.sealed").write_bytes(b"lost")
    with pytest.raises(TooManyLostFiles):
        sweep_files(now=LATER)
    assert len(list(folder.iterdir())) == 4


def test_a_changed_or_swapped_file_is_not_shown_and_nothing_is_written_down(folder, centre, document):
    other = put_down(make_case(centre).pk, centre["worker"])
    mine, theirs = (folder / f"{each.pk}.sealed" for each in (document, other))
    whole = mine.read_bytes()
    for content in (theirs.read_bytes(), whole[:-1], whole[:40] + b"\0" + whole[41:]):
        mine.write_bytes(content)
        with pytest.raises(SealBroken):
            look(document, centre["worker"])
    mine.write_bytes(whole)
    assert look(document, centre["worker"]).pages == 1


def test_without_its_folder_nothing_is_put_down(settings, centre):
    settings.DOCUMENT_FOLDER = "/nowhere"
    with pytest.raises(StoreUnavailable):
        put_down(make_case(centre).pk, centre["worker"])
    assert rows(Document.objects.all()) == []


@pytest.mark.parametrize("change", ["gone", "open", "unset", "scanner"])
def test_the_door_does_not_start_without_a_folder_of_its_own(folder, settings, change):
    refuse_unusable_folder()
    if change == "gone":
        folder.rmdir()
    elif change == "open":
        folder.chmod(0o755)
    elif change == "unset":
        settings.DOCUMENT_FOLDER = ""
    else:
        settings.VIRUS_SCANNER = "clamd"
    with pytest.raises(ImproperlyConfigured):
        refuse_unusable_folder()
