"""Additions and prices of a unit, as tests need them."""

from datetime import date
from decimal import Decimal

from django.db import transaction

from outreach.role_sheets.additions.enums import Per, Release, Route, Service
from outreach.role_sheets.additions.first_additions import load_first_additions_in_transaction
from outreach.role_sheets.additions.models import Addition, UnitPrice

ARRANGED = [Route.CENTRE, Route.PROBATION, Route.MUNICIPALITY]


def addition_values(**fields):
    """Return what stands in a value of an addition with a limit of three years."""
    return {
        "service": Service.GROUP_HOME,
        "name": "見本加算",
        "units": 670,
        "per": Per.DAY,
        "limit_words": "3年以内",
        "limit_years": 3,
        "conditions": "調整を受けて、支援したとき。",
        "releases": [Release.CORRECTIONAL],
        "routes": ARRANGED,
        "valid_from": date(2022, 4, 1),
        "source_title": "見本の資料",
        "source_year": "令和4年度当初",
        "responsible": "連携担当",
    } | fields


def make_addition(**fields):
    return Addition.objects.create(**addition_values(**fields))


def added_values(**fields):
    """Return what stands in an addition that is laid on top of the one above."""
    return (
        addition_values(
            name="足す加算", units=12, limit_words="", limit_years=None, routes=[], added_to="見本加算"
        )
        | fields
    )


def make_price(*prices, **fields):
    """Store the prices of a unit: ten yen everywhere, unless told otherwise."""
    values = {
        "service": Service.GROUP_HOME,
        "prices": [Decimal(each) for each in prices] or [Decimal("10.00")] * 8,
        "valid_from": date(2021, 4, 1),
        "source_title": "見本の資料",
        "source_year": "令和3年度",
        "responsible": "連携担当",
    }
    return UnitPrice.objects.create(**values | fields)


def load_first(*, now):
    """Load what a new site begins with; returns how many values that were."""
    with transaction.atomic():
        return load_first_additions_in_transaction(now=now)
