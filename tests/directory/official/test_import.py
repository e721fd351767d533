from datetime import date

import pytest
from django.core.management import call_command

from directory.finding.asking import Wanted
from directory.finding.models import DirectoryEntry
from directory.finding.search import find
from directory.enums import Level
from directory.models import Agency
from directory.official.models import ImportRun, OfficialRecord
from directory.official.services.applying import undo_run
from tests.benchmarks.open_data import write_files
from tests.factories.directory import NOW, make_municipality

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def kanazawa(db):
    return make_municipality()


@pytest.fixture
def files(tmp_path):
    return write_files(tmp_path / "data", 300, prefecture="石川県")


def counts():
    return OfficialRecord.objects.count(), Agency.objects.count(), DirectoryEntry.objects.count()


def test_offices_become_agencies_that_are_found_and_undoing_leaves_nothing(kanazawa, files):
    call_command("import_open_data", *files)
    records, agencies, entries = counts()
    assert (records, agencies) == (300, entries)
    assert find(Wanted("グループホーム"), reader=Level.PUBLIC, today=date(2026, 11, 24)).total > 0
    undo_run(run=ImportRun.objects.get(), actor=None, now=NOW)
    assert counts() == (0, 0, 0)
