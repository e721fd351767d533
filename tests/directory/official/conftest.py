from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.base import File
from django.db import connection, transaction

from directory.finding.models import DirectoryEntry
from directory.models import Agency
from directory.official.models import OfficialRecord
from directory.official.services.applying import apply_run
from directory.official.services.reading import read_run
from directory.official.services.uploading import keep_run_in_transaction
from tests.directory.official.samples import csv_of, wam
from tests.factories.directory import NOW, make_municipality


@pytest.fixture
def kanazawa(db):
    return make_municipality()


def upload(*files, period=None, now=NOW):
    """Keep files of a new run, given as name and content, or as lines of one CSV."""
    named = [each if isinstance(each, tuple) else ("offices.csv", csv_of(*each)) for each in files]
    with transaction.atomic(durable=True):
        uploads = [File(BytesIO(content), name=name) for name, content in named]
        return keep_run_in_transaction(uploads=uploads, period=period, actor=None, now=now)


def dry_run(*files, period=None, now=NOW):
    """Keep files and read them."""
    run = upload(*files, period=period, now=now)
    return read_run(run=run, period=run.period, now=now)


def take_in(*files, period=None, is_sure=False, now=NOW):
    """Keep files, read them and apply what they say."""
    run = dry_run(*files, period=period, now=now)
    return apply_run(run=run, actor=None, now=now + timedelta(minutes=1), is_sure=is_sure)


def counts():
    return OfficialRecord.objects.count(), Agency.objects.count(), DirectoryEntry.objects.count()


def tables():
    """Return everything that an import may write, row by row."""
    names = ("directory_official_officialrecord", "directory_official_recordproposal", "directory_agency")
    names += ("directory_corporation", "directory_finding_directoryentry")
    found = {}
    with connection.cursor() as cursor:
        for name in names:
            # Rows of the index are made anew: their content is compared, not their number.
            without = " - 'id'" if "entry" in name else ""
            cursor.execute(f"SELECT to_jsonb(row){without} AS said FROM {name} AS row ORDER BY 1")
            found[name] = [said for (said,) in cursor.fetchall()]
    return found


def offices(count, **columns):
    return [
        wam(
            事業所番号=f"17{number:08}",
            事業所の名称=f"ホーム{number}",
            法人番号="",
            **{"事業所住所（番地以降）": f"本町{number + 100}番"} | columns,
        )
        for number in range(count)
    ]
