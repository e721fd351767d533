"""Nothing of this door is kept without a class, and every class says what becomes of all that hangs on it."""

import pytest
from django.apps import apps
from django.db import DatabaseError, connection

from handoff.access import opened
from handoff.actors import CLOCK
from handoff.cases.models import Case
from handoff.cases.services.keys import models_with_keys
from handoff.machine.models import Handoff
from handoff.retention.classes import CLASSES
from handoff.retention.enums import DESTROYABLE, PAPERS, RecordClass
from handoff.retention.erasing import ERASED, STAY_BESIDE
from handoff.vault.fields import SealedField
from tests.factories.cases import NOW


def private_models():
    return [model for model in apps.get_models() if model.__module__.startswith("handoff.")]


def hangs_on(model, target, *, always, passed=()):
    """Return whether each row of a model leads to a row of another; `always` asks for ways without a gap."""
    for field in model._meta.fields:
        other = field.related_model
        if not field.is_relation or other in (*passed, model) or (always and field.null):
            continue
        if other is target or hangs_on(other, target, always=always, passed=(*passed, model)):
            return True
    return False


def test_each_key_goes_with_a_case_or_with_a_class():
    owned = {model for keeping in CLASSES.values() for model in keeping.owned}
    kept_for_ever = [
        model.__name__
        for model in models_with_keys()
        if model not in owned and not hangs_on(model, Case, always=True)
    ]
    assert kept_for_ever == []
    # The test could fail: without a class these would be kept for ever.
    assert {"Incident", "Lesson", "ConsultationRequest", "MonthlyReview"} <= {each.__name__ for each in owned}


def test_whatever_is_sealed_lies_under_such_a_key():
    owned = {model for keeping in CLASSES.values() for model in keeping.owned}
    sealed = [
        model
        for model in private_models()
        if any(isinstance(field, SealedField) for field in model._meta.fields)
    ]
    loose = [
        model.__name__
        for model in sealed
        if model not in owned and not any(hangs_on(model, each, always=True) for each in (Case, *owned))
    ]
    assert loose == []


def test_every_class_but_the_trail_says_which_rows_and_how_they_are_erased():
    assert set(CLASSES) == set(DESTROYABLE) == set(RecordClass) - {RecordClass.AUDIT}
    assert set(ERASED) == set(DESTROYABLE) - {RecordClass.CASE, RecordClass.AGENCY_CASE}


def test_whatever_stands_beside_a_handoff_goes_with_its_papers_or_is_said_to_stay():
    gone = {each.table for each in ERASED[PAPERS[0]]}
    beside = {
        model._meta.db_table for model in private_models() if model is not Handoff and _stands_beside(model)
    }
    assert beside - gone - STAY_BESIDE.keys() == set()
    assert set(STAY_BESIDE) <= beside


def _stands_beside(model):
    """Leave out what hangs on the certificates and the incidents, which stay themselves."""
    passed = (apps.get_model("incidents.Incident"), apps.get_model("retention.Destruction"))
    return hangs_on(model, Handoff, always=False, passed=() if model in passed else passed)


def test_no_row_that_stays_points_at_a_row_that_is_deleted():
    deleted = {
        (kind, each.table) for kind, erased in ERASED.items() for each in erased if each.emptied is None
    }
    for kind, table in sorted(deleted):
        pointing = {
            relation.related_model._meta.db_table
            for model in apps.get_models(include_auto_created=True)
            if model._meta.db_table == table
            for relation in model._meta.get_fields(include_hidden=True)
            if relation.auto_created and not relation.concrete
        }
        # Whoever came to a sitting keeps their seat: it is no row of the class meanwhile.
        came = {(RecordClass.SEAT, "sittings_attendance")}
        assert {(kind, each) for each in pointing} - deleted - came == set()


@pytest.mark.django_db
def test_the_database_erases_nothing_that_two_people_have_not_confirmed():
    with pytest.raises(DatabaseError, match="two people"), opened(CLOCK, now=NOW):
        connection.cursor().execute("SELECT retention_erase(gen_random_uuid())")
