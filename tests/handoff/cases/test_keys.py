"""Keys without a row: swept when old, never when it is the rows that seem to be missing."""

from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest

from foundation.limits.declared import declared
from handoff.access import opened
from handoff.actors import CLOCK
from handoff.cases.limits import LOST_KEYS
from handoff.cases.models import Case
from handoff.cases.services.keys import MOST_AT_ONCE, TooManyLostKeys, models_with_keys, sweep_keys
from handoff.vault import store
from tests.factories.cases import NOW, fresh, make_case, staff_of_centre
from tests.factories.incidents import WHAT, report
from tests.factories.vault import key_store, make_key  # noqa: F401 -- a fixture

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("key_store")]
LATER = NOW + timedelta(days=declared(LOST_KEYS).default + 1)
SOON = NOW + timedelta(days=declared(LOST_KEYS).default - 1)


@pytest.fixture
def case():
    return make_case(staff_of_centre())


def test_a_key_without_a_row_goes_when_it_is_old_and_those_of_rows_stay(case):
    lost = make_key()
    assert sweep_keys(now=SOON) == 0
    assert sweep_keys(now=LATER) == 1
    assert sweep_keys(now=LATER) == 0
    assert str(lost) not in store.names()
    assert fresh(case).unseal("need") == "通院の付き添いかなりあ"


def test_a_key_that_a_copy_brought_back_goes_at_once(case):
    with opened(CLOCK, now=NOW):
        Case.objects.filter(pk=case.pk).update(shredded_at=NOW)
    assert sweep_keys(now=NOW) == 1
    assert str(case.key) not in store.names()


def test_the_keys_of_other_rooms_are_known(case):
    incident = report(staff_of_centre()["worker"])
    assert incident.key != case.key
    assert sweep_keys(now=LATER) == 0
    assert fresh(incident).unseal("what") == WHAT


def test_each_room_that_makes_keys_of_its_own_is_looked_at():
    known = {model._meta.label for model in models_with_keys()}
    own = {
        "consultation.ConsultationRequest",
        "incidents.Incident",
        "incidents.Lesson",
        "oversight.MonthlyReview",
    }
    assert known >= {"cases.Case", "cases.SupportedPerson"} | own


def test_what_a_killed_writer_left_goes_as_well(case, settings):
    left = Path(settings.KEY_STORE) / "keys" / "00" / ".half.new"
    left.parent.mkdir(parents=True, exist_ok=True)
    left.write_bytes(b"half")
    sweep_keys(now=NOW)
    assert not left.exists()


def test_beside_no_row_at_all_nothing_is_destroyed():
    lost = make_key()
    with pytest.raises(TooManyLostKeys):
        sweep_keys(now=LATER)
    assert str(lost) in store.names()


def test_where_many_rows_seem_to_be_missing_nothing_is_destroyed(case):
    keys = {str(make_key()) for _ in range(MOST_AT_ONCE + 1)}
    with pytest.raises(TooManyLostKeys):
        sweep_keys(now=LATER)
    assert keys <= set(store.names())
    store.destroy(UUID(min(keys)))
    assert sweep_keys(now=LATER) == MOST_AT_ONCE
