"""What the database never holds, whoever writes to it."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from content.facts.first_facts import first_facts, load_first_facts_in_transaction
from content.facts.models import DatedFact
from content.facts.queries import facts_for, overdue
from content.facts.rules import state
from foundation.public_pages import version
from tests.content.dated import NOW, TODAY, checked_fact, fact, stored_fact


def test_the_values_of_one_figure_never_overlap(db):
    first = fact(number=670, valid_until=date(2024, 3, 31))
    second = fact(number=670, valid_from=date(2024, 4, 1))
    other = fact(number=670, key="other")
    DatedFact.objects.bulk_create([first, second, other])
    overlapping = fact(number=670, valid_from=date(2024, 3, 31), valid_until=date(2024, 3, 31))
    with pytest.raises(IntegrityError, match="facts_datedfact_one_value_at_a_time"), transaction.atomic():
        DatedFact.objects.bulk_create([overlapping])
    with pytest.raises(IntegrityError, match="facts_datedfact_one_value_at_a_time"), transaction.atomic():
        DatedFact.objects.filter(pk=first.pk).update(valid_until=None)


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ({"source_title": ""}, "has_a_source"),
        ({"source_title": " "}, "has_a_source"),
        ({"source_year": ""}, "has_a_source"),
        ({"key": ""}, "has_a_key"),
        ({"name": ""}, "says_something"),
        ({"value": "", "number": None}, "says_something"),
        ({"valid_until": date(2022, 3, 31)}, "ends_after_it_begins"),
        ({"checked_on": None}, "checked_by_somebody"),
        ({"checked_by": None}, "checked_by_somebody"),
        ({"due_on": date(2026, 6, 1)}, "due_after_its_check"),
        ({"number": 671}, "number_is_the_value"),
        ({"number": None}, "number_is_the_value"),
        ({"value": "3年以内"}, "number_is_the_value"),
        ({"value": "671"}, "number_is_the_value"),
    ],
)
def test_a_broken_figure_is_refused(staff, change, constraint):
    checked_fact(staff)
    with pytest.raises(IntegrityError, match=f"facts_datedfact_{constraint}"), transaction.atomic():
        DatedFact.objects.update(**change)


def test_a_value_that_another_follows_has_a_last_day(db):
    old = stored_fact(valid_until=date(2024, 3, 31))
    old.superseded_by = stored_fact(valid_from=date(2024, 4, 1))
    old.save()
    with pytest.raises(IntegrityError, match="facts_datedfact_ends_before_the_next"), transaction.atomic():
        DatedFact.objects.filter(pk=old.pk).update(key="elsewhere", valid_until=None)


def test_a_value_is_followed_by_a_value_of_the_same_figure(db):
    old = stored_fact(valid_until=date(2024, 3, 31))
    other = stored_fact(key="other", valid_from=date(2024, 4, 1))
    name = "facts_datedfact_followed_by_the_same_figure"
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        DatedFact.objects.filter(pk=old.pk).update(superseded_by=other)
    after = stored_fact(valid_from=date(2024, 4, 1))
    DatedFact.objects.filter(pk=old.pk).update(superseded_by=after)
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        DatedFact.objects.filter(pk=after.pk).update(key="elsewhere")
    old.superseded_by = other
    with pytest.raises(ValidationError, match="新しい値は、同じ数字の値でなければなりません。"):
        old.validate_constraints()


def test_the_number_is_stored_with_the_value(db):
    assert stored_fact(value="5,213").number == Decimal(5213)
    assert stored_fact(key="words", value="3年以内").number is None


def test_no_figure_is_without_a_source(db):
    load_first_facts_in_transaction(now=NOW)
    assert list(DatedFact.objects.filter(source_title="")) == []
    assert all(each.source_year for each in first_facts())


def test_the_first_figures_are_those_of_the_papers(db):
    assert load_first_facts_in_transaction(now=NOW) == len(first_facts()) == 20
    units = {each.key: each.text for each in DatedFact.objects.filter(superseded_by=None)}
    assert units["ra-community-move-group-home"] == units["ra-community-move-residential"] == "670単位/日"
    assert (units["ra-community-move-facility"], units["ra-system"]) == ("306単位/日", "12単位/日")
    assert {text for key, text in units.items() if key.startswith("ra-social-life-")} == {
        "480単位/日",
        "3年以内",
    }
    assert (units["ra-discharge-plan"], units["ra-discharge-limit"]) == ("300単位/回", "3回まで")
    assert (units["settlement-centres"], units["council-members"]) == ("48か所", "46センター")
    assert facts_for(["ra-discharge-plan"], date(2024, 3, 31))["ra-discharge-plan"].text == "200単位/回"


def test_the_first_figures_wait_for_a_check_and_those_of_one_year_have_expired(db):
    load_first_facts_in_transaction(now=NOW)
    states = {each.key: state(each, TODAY).value for each in overdue(TODAY)}
    assert states["self-reliance-home-fee"] == states["self-reliance-home-months"] == "expired"
    assert states["ra-discharge-plan"] == "to_check"
    assert len(states) == 19


def test_loading_twice_changes_nothing_and_touches_no_page(db, django_capture_on_commit_callbacks):
    load_first_facts_in_transaction(now=NOW)
    DatedFact.objects.filter(key="settlement-centres").update(value="49", number=49)
    before = version.read()
    with django_capture_on_commit_callbacks(execute=True):
        assert load_first_facts_in_transaction(now=NOW) == 0
    assert version.read() == before
    assert facts_for(["settlement-centres"], TODAY)["settlement-centres"].value == "49"
