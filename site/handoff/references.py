"""Numbers by which cases and hand-offs are known outside: random, short, easy to read out on the phone."""

import secrets
from datetime import date

import psycopg
from django.db import IntegrityError, models, transaction

from foundation.japanese.dates import fiscal_year
from foundation.transactions import assert_in_transaction

# Without letters and digits that sound or look alike.
SIGNS = "2346789ACEFGHJKMPQRTWXY"
LENGTH = 5
REIWA_BEGINS = 2018


TRIES = 5


def save_with_reference(row: models.Model, letter: str, *, today: date) -> None:
    """Save a new row under a number that no other row has; which others there are nobody here can see."""
    assert_in_transaction("save_with_reference")
    for _ in range(TRIES - 1):
        row.reference = new_reference(letter, today=today)  # type: ignore[attr-defined]  # -- what it is for
        try:
            with transaction.atomic():
                row.save(force_insert=True)
        except IntegrityError as error:
            if not _is_taken(row, error):
                raise
        else:
            return
    row.save(force_insert=True)


def _is_taken(row: models.Model, error: IntegrityError) -> bool:
    """Return whether a row was refused because another has its number."""
    return constraint_of(error).startswith(f"{row._meta.db_table}_reference_")


def constraint_of(error: IntegrityError) -> str:
    """Return which rule of the database refused a row."""
    cause = error.__cause__
    return (cause.diag.constraint_name or "") if isinstance(cause, psycopg.IntegrityError) else ""


def new_reference(letter: str, *, today: date) -> str:
    """Return a number such as `C8-7KQFW`: what it is, the fiscal year of Reiwa, five random signs."""
    year = fiscal_year(today) - REIWA_BEGINS
    return f"{letter}{year}-{''.join(secrets.choice(SIGNS) for _ in range(LENGTH))}"
