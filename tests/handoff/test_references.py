"""Numbers of cases and hand-offs: easy to read out, and never the same twice."""

import re
from datetime import date

import pytest
from django.db import IntegrityError

from handoff import references
from handoff.access import opened
from handoff.actors import CLOCK
from handoff.cases.models import Case
from handoff.references import SIGNS, new_reference, save_with_reference
from tests.factories.cases import NOW, TODAY, make_case, rows, staff_of_centre


def test_a_number_says_what_it_is_and_of_which_fiscal_year():
    assert re.fullmatch(rf"C7-[{SIGNS}]{{5}}", new_reference("C", today=date(2026, 3, 31)))
    assert re.fullmatch(rf"H8-[{SIGNS}]{{5}}", new_reference("H", today=date(2026, 4, 1)))
    assert not set("01IOLSZBDUVN5") & set(SIGNS)


@pytest.mark.django_db
def test_a_number_that_another_has_is_drawn_again(monkeypatch):
    """With one sign there are 23 numbers: fifteen cases in a row would hardly ever differ by luck."""
    monkeypatch.setattr(references, "LENGTH", 1)
    monkeypatch.setattr(references, "TRIES", 500)
    staff = staff_of_centre()
    for _ in range(15):
        make_case(staff)
    assert len({case.reference for case in rows(Case.objects.all())}) == 15


@pytest.mark.django_db
def test_any_other_fault_is_not_mistaken_for_it():
    known = make_case(staff_of_centre())
    with opened(CLOCK, now=NOW), pytest.raises(IntegrityError, match="cases_case_key"):
        save_with_reference(
            Case(person=known.person, key=known.key, duty=known.duty, origin_kind=known.origin_kind,
                 origin_on=TODAY, opened_on=TODAY), "C", today=TODAY,
        )  # fmt: skip
