"""What the database refuses of forms, versions and what was filled."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from outreach.role_sheets.form_library.models import Filling, FormKind, FormVersion
from outreach.role_sheets.form_library.services.filling import fill_version
from tests.factories.forms import make_kind, make_version, sheet

pytestmark = pytest.mark.django_db(transaction=True)


def refused(name, act):
    with pytest.raises(IntegrityError, match=f"form_library_{name}"), transaction.atomic():
        act()


@pytest.fixture
def version(staff, now):
    return make_version(make_kind(by=staff, now=now), by=staff, now=now, marked=sheet("【日付.年度】"))


@pytest.mark.parametrize(
    ("rule", "values"),
    [
        ("formkind_origin_is_known", {"origin": "x"}),
        ("formkind_says_what_it_is", {"title": " "}),
        ("formkind_says_what_it_is", {"used_for": ""}),
        ("formkind_says_what_it_is", {"source": ""}),
        ("formkind_source_url_is_an_address", {"source_url": "javascript:alert(1)"}),
        ("formkind_source_url_is_an_address", {"source_url": "//example.jp/"}),
    ],
)
def test_a_form_says_what_it_is(version, rule, values):
    refused(rule, lambda: FormKind.objects.update(**values))


@pytest.mark.parametrize(
    ("rule", "values"),
    [
        ("formversion_has_an_owner", {"responsible": ""}),
        ("formversion_due_after_its_review", {"review_due_on": date(2000, 1, 1)}),
        ("formversion_has_a_file", {"blank": "", "marked": ""}),
        ("formversion_only_blank_is_public", {"blank": "", "published_at": "2026-11-24T10:00+09:00"}),
        ("formversion_publishing_is_remembered", {"published_at": "2026-11-24T10:00+09:00"}),
        ("formversion_two_files", {"blank": "a.xlsx", "marked": "a.xlsx"}),
        ("formversion_says_what_it_is", {"name": ""}),
        ("formversion_says_what_it_is", {"source": " "}),
    ],
)
def test_a_version_has_an_owner_a_file_and_shows_only_the_empty_one(version, rule, values):
    refused(rule, lambda: FormVersion.objects.update(**values))


def test_a_day_and_a_name_stand_once(version, staff, now):
    other = make_version(version.kind, by=staff, now=now, name="第2版", valid_from=date(2027, 4, 1))
    rows = FormVersion.objects.filter(pk=other.pk)
    refused("formversion_one_from_a_day", lambda: rows.update(valid_from=version.valid_from))
    refused("formversion_name_once", lambda: rows.update(name=version.name))


def test_what_was_filled_has_its_rows_as_long_as_its_file(version, staff, now):
    fill_version(version=version, fiscal_year=2026, actor=staff, now=now)
    for rule, values in (
        ("filling_file_until_removed", {"file": ""}),
        ("filling_file_until_removed", {"cells": None}),
        ("filling_file_until_removed", {"behind": None}),
        ("filling_file_until_removed", {"removed_at": now}),
        ("filling_has_a_digest", {"digest": "x"}),
        ("filling_year_of_the_programme", {"fiscal_year": 2008}),
    ):
        refused(rule, lambda values=values: Filling.objects.update(**values))
