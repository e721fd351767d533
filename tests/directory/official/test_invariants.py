"""What the database refuses of official data, whoever asks: each constraint is broken past every service."""

from datetime import date

import pytest

from directory.models import Agency
from directory.official.models import ImportLine, ImportRun, OfficialRecord, RecordProposal
from tests.directory.official.conftest import take_in
from tests.directory.official.samples import wam
from tests.directory.test_models import add, change, refused_by
from tests.factories.directory import NOW, make_agency

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("kanazawa")]


@pytest.fixture
def run(kanazawa):
    """Give a run that was applied and made one record with its agency."""
    return take_in([wam()], period=date(2026, 10, 1))


@pytest.mark.parametrize(
    ("values", "constraint"),
    [
        ({"source": "rumo"}, "official_record_has_known_source"),
        ({"attached": ""}, "official_record_attached_somehow"),
        ({"attached_on": None}, "official_record_attached_somehow"),
        ({"agency": None}, "official_record_attached_somehow"),
        ({"first_period": date(2026, 10, 2)}, "official_record_periods_in_order"),
        ({"missing_since": date(2026, 10, 1)}, "official_record_periods_in_order"),
        ({"latitude": 36.5, "longitude": None}, "official_record_place_is_whole"),
        ({"latitude": 36.5, "longitude": 1.0}, "official_record_place_is_whole"),
    ],
)
def test_a_record_is_whole(run, values, constraint):
    assert change(OfficialRecord.objects.get(), **values) == constraint


@pytest.mark.parametrize(
    ("values", "constraint"),
    [
        ({"state": "read"}, "official_run_state_has_its_time"),
        ({"state": "uploaded"}, "official_run_state_has_its_time"),
        ({"undone_at": NOW}, "official_run_state_has_its_time"),
        ({"state": "undone"}, "official_run_state_has_its_time"),
        ({"state": "lost"}, "official_run_state_has_its_time"),
        ({"applied_as": None}, "official_run_applied_in_its_turn"),
    ],
)
def test_a_run_has_the_times_of_its_state(run, values, constraint):
    assert change(ImportRun.objects.get(), **values) == constraint


def test_a_line_has_a_verdict_that_is_known(run):
    assert change(ImportLine.objects.get(), verdict="perhaps") == "official_line_verdict_is_known"


def test_an_agency_is_proposed_once_for_a_record(run):
    record, agency = OfficialRecord.objects.get(), make_agency(name="ほかの家")
    RecordProposal.objects.create(record=record, agency=agency)
    assert add(RecordProposal(record=record, agency=agency)) == "official_proposal_once"
    assert Agency.objects.count() == 2


def test_these_tests_see_what_is_refused(run):
    with pytest.raises(pytest.fail.Exception):
        refused_by(lambda: OfficialRecord.objects.update(name="変えてよい名前"))
