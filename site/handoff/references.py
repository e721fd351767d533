"""Numbers by which cases and hand-offs are known outside: random, short, easy to read out on the phone."""

import secrets
from datetime import date

from foundation.japanese.dates import fiscal_year

# Without letters and digits that sound or look alike.
SIGNS = "2346789ACEFGHJKMPQRTWXY"
LENGTH = 5
REIWA_BEGINS = 2018


def new_reference(letter: str, *, today: date) -> str:
    """Return a number such as `C8-7KQFW`: what it is, the fiscal year of Reiwa, five random signs."""
    year = fiscal_year(today) - REIWA_BEGINS
    return f"{letter}{year}-{''.join(secrets.choice(SIGNS) for _ in range(LENGTH))}"
