"""What the database refuses of additions and of prices."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from outreach.role_sheets.additions.models import Addition, UnitPrice
from tests.factories.additions import added_values, addition_values, make_addition, make_price

pytestmark = pytest.mark.django_db


def refused(name, act):
    with pytest.raises(IntegrityError, match=f"reward_additions_{name}"), transaction.atomic():
        act()


@pytest.mark.parametrize(
    ("rule", "values"),
    [
        ("addition_service_is_known", {"service": "hotel"}),
        ("addition_per_is_known", {"per": "year"}),
        ("addition_says_something", {"name": " "}),
        ("addition_says_something", {"conditions": ""}),
        ("addition_says_something", {"units": 0}),
        ("addition_limits_are_limits", {"limit_years": 0}),
        ("addition_limits_are_limits", {"limit_years": None, "home_years": 3}),
        ("addition_limits_are_limits", {"limit_times": 3}),
        ("addition_known_releases", {"releases": []}),
        ("addition_known_releases", {"releases": ["nobody"]}),
        ("addition_known_routes", {"routes": ["nobody"]}),
        ("addition_added_has_no_limits", {"added_to": "ほかの加算"}),
        ("addition_has_a_source", {"source_title": " "}),
        ("addition_has_a_source", {"source_year": ""}),
        ("addition_ends_after_it_begins", {"valid_until": date(2022, 3, 31)}),
        ("addition_has_an_owner", {"responsible": " "}),
        (
            "addition_due_after_its_review",
            {"reviewed_on": date(2026, 4, 1), "review_due_on": date(2026, 4, 1)},
        ),
    ],
)
def test_a_value_of_an_addition_says_all_that_it_must(rule, values):
    make_addition()
    refused(rule, lambda: Addition.objects.update(**values))


def test_what_is_added_is_added_to_another_addition():
    Addition.objects.create(**added_values())
    refused("addition_added_to_another", lambda: Addition.objects.update(added_to="足す加算"))


def test_two_values_of_one_addition_never_count_on_the_same_day():
    make_addition(valid_until=date(2024, 3, 31))
    last_day_too = Addition(**addition_values(valid_from=date(2024, 3, 31)))
    name = "addition_one_value_at_a_time"
    refused(name, lambda: Addition.objects.bulk_create([last_day_too]))
    with pytest.raises(ValidationError, match="同じ時期の値が、もうあります。"):
        last_day_too.validate_constraints()
    make_addition(valid_from=date(2024, 4, 1))
    make_addition(name="ほかの加算")
    make_addition(service="work_a")
    refused(name, lambda: Addition.objects.filter(name="ほかの加算").update(name="見本加算"))


@pytest.mark.parametrize(
    ("rule", "values"),
    [
        ("unitprice_service_is_known", {"service": "hotel"}),
        ("unitprice_one_for_each_class", {"prices": [Decimal(10)] * 7}),
        ("unitprice_one_for_each_class", {"prices": [*[Decimal(10)] * 7, Decimal(0)]}),
        ("unitprice_one_for_each_class", {"prices": [*[Decimal(10)] * 7, None]}),
        ("unitprice_has_a_source", {"source_title": ""}),
        ("unitprice_ends_after_it_begins", {"valid_until": date(2021, 3, 31)}),
        ("unitprice_has_an_owner", {"responsible": ""}),
        (
            "unitprice_due_after_its_review",
            {"reviewed_on": date(2026, 4, 1), "review_due_on": date(2026, 3, 1)},
        ),
    ],
)
def test_prices_say_all_that_they_must(rule, values):
    make_price()
    refused(rule, lambda: UnitPrice.objects.update(**values))


def test_two_prices_of_one_service_never_count_on_the_same_day():
    make_price(valid_until=date(2024, 3, 31))
    make_price(valid_from=date(2024, 4, 1))
    refused(
        "unitprice_one_value_at_a_time",
        lambda: UnitPrice.objects.filter(valid_until=None).update(valid_from=date(2024, 3, 31)),
    )
