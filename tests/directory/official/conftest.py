from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.base import File
from django.db import transaction

from directory.official.services.applying import apply_run
from directory.official.services.reading import read_run
from directory.official.services.uploading import keep_run_in_transaction
from tests.directory.official.samples import csv_of
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
