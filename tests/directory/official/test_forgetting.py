"""Uploaded files go when their time is over; what they said stays."""

from datetime import timedelta

import pytest

from directory.official.exceptions import ImportRefused
from directory.official.limits import FILES_KEPT
from directory.official.models import ImportFile, OfficialRecord
from directory.official.services.forgetting import delete_old_files
from directory.official.services.uploading import read_again
from foundation.limits.queries import limit
from tests.directory.official.conftest import dry_run, offices, take_in
from tests.factories.accounts import make_user
from tests.factories.directory import NOW

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("kanazawa")]


def days_kept():
    return timedelta(days=limit(FILES_KEPT, on=NOW.date()))


def test_a_file_goes_on_its_day_and_what_it_said_stays():
    run = take_in(offices(2))
    stored = run.files.get().stored
    # Other tests change the storages: the field keeps the one it was made with.
    kept_in, name = stored.storage, stored.name
    assert delete_old_files(now=NOW + days_kept() - timedelta(seconds=1)) == 0
    assert kept_in.exists(name)
    assert [delete_old_files(now=NOW + days_kept()) for _ in range(2)] == [1, 0]
    assert not kept_in.exists(name)
    kept = ImportFile.objects.get()
    assert (kept.name, kept.stored.name, bool(kept.sha256)) == ("offices.csv", "", True)
    assert OfficialRecord.objects.count() == 2


def test_whoever_wants_to_read_a_file_that_is_gone_is_asked_to_send_it_again():
    run = dry_run(offices(2))
    delete_old_files(now=NOW + days_kept())
    with pytest.raises(ImportRefused, match="もう一度、送ってください"):
        read_again(run=run, actor=make_user(roles=["staff"]), now=NOW)
