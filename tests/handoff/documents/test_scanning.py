"""The scanner: what it knows is refused, and without its answer nothing is put down."""

import shutil
import tempfile
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from foundation.audit.models import Entry
from handoff.documents.models import Document
from handoff.documents.scanning import Infected, refuse_infected, scanner
from handoff.exceptions import Refused
from tests.factories.cases import make_case, rows, staff_of_centre
from tests.factories.documents import put_down
from tests.factories.hostile import EICAR, pdf
from tests.factories.scanner import INFECTED, scanner_running


@pytest.fixture(scope="module")
def daemon():
    # The path of a socket may have 107 letters, fewer than a folder of pytest's.
    folder = Path(tempfile.mkdtemp(prefix="clamd-"))
    with scanner_running(folder) as name:
        yield name
    shutil.rmtree(folder)


@pytest.fixture
def scanned(settings, daemon):
    settings.VIRUS_SCANNER = daemon


@pytest.mark.parametrize("content", [EICAR, INFECTED])
def test_what_the_scanner_knows_is_refused_and_the_rest_goes_through(scanned, content):
    with pytest.raises(Infected, match="ウイルス"):
        refuse_infected(content)
    refuse_infected(pdf())


def test_what_the_scanner_will_not_read_to_its_end_is_refused(scanned):
    with pytest.raises(Refused, match="いま、ウイルスを調べられない"):
        refuse_infected(pdf() + bytes(3 << 20))


@pytest.mark.parametrize("name", ["unix:/nowhere/clamd.sock", "tcp:127.0.0.1:9"])
def test_a_scanner_that_does_not_answer_lets_nothing_through(settings, name):
    settings.VIRUS_SCANNER = name
    with pytest.raises(Refused, match="いま、ウイルスを調べられない"):
        refuse_infected(pdf())


def test_without_a_name_nobody_is_asked(settings):
    settings.VIRUS_SCANNER = ""
    refuse_infected(EICAR)


@pytest.mark.parametrize("name", ["clamd", "unix:", "tcp:host", "tcp::3310", "http:host:80"])
def test_a_name_that_is_none_is_said(name):
    with pytest.raises(ImproperlyConfigured):
        scanner(name)


@pytest.mark.django_db
def test_an_infected_file_is_written_down_and_kept_nowhere(scanned):
    centre = staff_of_centre()
    case = make_case(centre)
    with pytest.raises(Infected):
        put_down(case.pk, centre["worker"], content=INFECTED)
    assert rows(Document.objects.all()) == []
    entry = Entry.objects.get(verb="documents.infected")
    assert (entry.subject_key, entry.actor_id) == (case.pk, centre["worker"].pk)
    assert put_down(case.pk, centre["worker"]).pages == 1
