"""What applicants without mail are told: each letter goes onto the list of what leaves on paper instead."""

from collections.abc import Collection
from datetime import datetime

from foundation.transactions import assert_in_transaction

from .letters import Letter
from .models import Application
from .registries import PaperLetter, WaitingLetters, letters_on_paper, letters_taken_off

SOURCE = "application"


def causes_of(application: Application) -> str:
    """Return how the causes of all letters about an application begin."""
    return f"events.application:{application.pk}:"


def owe_in_transaction(application: Application, letter: Letter, *, cause: str, now: datetime) -> None:
    """Put a letter onto the list of what leaves by FAX, phone or post, unless they are answered by mail."""
    assert_in_transaction("owe")
    if application.is_told_by_mail:
        return
    owed = PaperLetter(
        source=SOURCE,
        source_id=application.pk,
        number=application.number or "",
        cause=f"{causes_of(application)}{cause}",
        subject=letter.subject,
        text=letter.text,
    )
    for owe in letters_on_paper:
        owe(owed, now)


def take_off_in_transaction(applications: Collection[int], *, about: str = "", now: datetime) -> None:
    """Let what waits on paper for these applications, by id, go nowhere; `about` as in WaitingLetters."""
    assert_in_transaction("take_off")
    for take_off in letters_taken_off:
        take_off(WaitingLetters(SOURCE, applications, about), now)
