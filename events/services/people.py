"""From typed names to known people, and what to say when one of them would take part twice."""

from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import IntegrityError
from django.utils import timezone

from accounts.models import Person
from directory.models import Agency
from directory.services import colleague_in_transaction
from events.exceptions import ColleagueTwice
from foundation.japanese.text import fold


def known_person(
    agency: Agency | None, name: str, name_kana: str, job: str, *, now: datetime
) -> Person | None:
    """Return the agency's person of this name, added if new; nobody for an unnamed seat or a typed agency.

    Only for whoever may speak for the agency: names decide who its people are.
    """
    if agency is None or not name:
        return None
    return colleague_in_transaction(
        agency=agency, name=name, name_kana=name_kana, job=job, today=timezone.localdate(now)
    )


def refuse_twins(names: Iterable[tuple[str, str]]) -> None:
    """Raise ColleagueTwice when two of these names with their readings are one person's."""
    written = Counter((fold(name), fold(kana)) for name, kana in names if name)
    if any(count > 1 for count in written.values()):
        raise ColleagueTwice("同じ方が2回書かれています。名前を確かめてください。")


@contextmanager
def told_in_words() -> Iterator[None]:
    """Turn the database's refusal of a person's second seat into ColleagueTwice."""
    try:
        yield
    except IntegrityError as error:
        constraint = getattr(getattr(error.__cause__, "diag", None), "constraint_name", "")
        if constraint != "events_participant_person_once":
            raise
        raise ColleagueTwice("同じ方が、この研修・行事にもう申し込んでいます。") from error
